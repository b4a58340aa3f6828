/// The phrases, in the order in which they are asked: what is said of the recipient, then of the
/// sender and the content, then of systems and networks.
enum BouncePhraseList {
    static let groups: [BouncePhrases.Group] =
        provider + recipient + unknown + sender + content + system

    // MARK: The recipient's mailbox

    static let recipient: [BouncePhrases.Group] = [
        .init(
            .mailboxFull,
            """
            mailbox full
            mailbox is full
            mailbox*is full
            mailbox is almost full
            full mailbox
            mailbox for*is full
            inbox is full
            folder is full
            mailfolder is full
            over quota
            over the quota
            over disk quota
            over their quota
            over its quota
            over the allowed quota
            overquota
            out of storage space
            out of quota
            exceeds quota
            exceeded quota
            exceeded*quota
            exceeding its mailbox quota
            exceeding their quota
            quota exceed
            quota has been exceeded
            quota usage exceed
            quota violation
            quota full
            quota reached
            disk quota
            diskspace quota
            quota for*exceeded
            exceeded storage allocation
            exceeded its disk space
            exceed maximum allowed storage
            exceeded the local limit
            insufficient disk space
            insufficient system storage
            insufficient storage
            not enough disk space
            not enough storage
            not enough space
            not sufficient disk space
            does not have enough space
            mail box space not enough
            no space left
            mailbox size limit exceeded
            mailbox limit exceeded
            mailbox has exceeded
            storage limit
            too much mail data
            too many messages on the server
            too many messages in*mailbox
            space has been used up
            for exceeding receiving limits
            file size exceeds the maximum size allowed for mail delivery
            recipient storage full
            boite du destinataire pleine
            boîte*pleine
            buzon lleno
            buzón*lleno
            postfach*voll
            casella*piena
            mail is full
            user*is full
            errmsg=mail box space
            """),
        .init(
            .messageTooBig,
            """
            message too large
            message too big
            message is too large
            message is too big
            message file too big
            message size exceed
            message length exceeds
            message exceeds
            mail size limit exceeded
            exceeds size limit
            size limit
            size exceeds
            max message size
            maximum message size
            maximum inbound message size
            maximum incoming message size
            exceeds the maximum size
            exceeds*size limit
            larger than the current
            line limit exceeded
            taille limite du message
            email is larger
            too big for
            """),
        .init(
            .suspended,
            """
            is currently suspended
            has been suspended
            account suspended
            user suspended
            suspended account
            mailbox currently suspended
            recipient suspend the service
            mailbox disabled
            mailbox is disabled
            mailbox*is disabled
            mailbox unavailable or access denied
            mailbox is frozen
            mailbox is inactive or
            mailbox not active
            account disabled
            account is disabled
            account has been disabled
            account that you tried to reach is disabled
            account that you tried to reach is inactive
            account is temporarily limited
            account inactive
            account is inactive
            inactive account
            inactive user
            user inactive
            user is inactive
            recipient is inactive
            deactivated mailbox
            is a deactivated
            account deactivated
            temporarily inactive
            temporary locked
            account is locked
            account locked
            user is terminated
            archived recipient
            destinataire archivee
            user or domain is disabled
            disabled or discontinued
            this address no longer accepts mail
            no longer accepts mail
            is no longer active
            user not active
            user account is unavailable
            account closed
            account expired
            is not active
            unavailable: user
            accountdisabled
            resolver.adr.disabled
            """),
        .init(
            .hasMoved,
            """
            has been replaced by
            has moved to
            address has changed
            has changed*address
            no longer on server
            no longer employed
            no longer works
            no longer works here
            user not local; please try
            user not local; will forward
            please use*instead
            new address is
            """),
        .init(
            .noRelaying,
            """
            relaying denied
            relay access denied
            relay not permitted
            relay denied
            relaying not allowed
            relaying is not allowed
            relaying mail to
            relaying to*prohibited
            unable to relay
            cannot relay
            not permitted to relay
            not allowed to relay
            not a relay
            not an open relay
            no relaying
            as a relay
            not configured to relay
            insecure mail relay
            not a gateway
            not local host
            we don't handle mail for
            we do not relay
            specified domain is not allowed
            isn't in my list of allowed rcpthost
            not in my list of allowed
            requires authentication when attempting to send to a non-local
            """),
        .init(
            .authenticationFailed,
            """
            dmarc policy
            dmarc reject
            dmarc fail
            failed dmarc
            fails dmarc
            dmarc validation
            dmarc evaluation
            rejected*dmarc
            dmarcrejection
            unauthenticated email
            either spf or dkim
            both spf and dkim
            neither spf nor dkim
            spf fail
            spf check
            spf validation
            spf record
            spf records
            spf policy
            spf settings
            spf hardfail
            spf: fail
            spf (sender policy framework) domain authentication fail
            sender policy framework
            spf.pobox.com
            openspf
            failed spf
            fails spf
            dkim fail
            dkim signature
            dkim validation
            is not allowed to send from*spf
            is not allowed to send mail*_401
            sender id (pra) not permitted
            """),
        .init(
            .requiresPTR,
            """
            reverse dns
            reverse lookup
            reverse hostname
            ptr record
            dns ptr
            missing ptr
            invalid rdns
            rdns
            custom reverse
            ip name lookup failed
            cannot find your hostname
            cannot find your reverse hostname
            cannot resolve your address
            client host rejected: cannot find
            unresolvable relay host
            unverifyable sending ip
            forward dns entry does not point
            mismatches client ip
            generic dns ptr
            dns lookup failure*try again later
            """),
    ]

}
