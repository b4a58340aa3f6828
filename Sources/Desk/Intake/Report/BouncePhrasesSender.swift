extension BouncePhraseList {
    // MARK: What is said of the sender

    static let sender: [BouncePhrases.Group] = [
        .init(
            .notCompliant,
            """
            not rfc 5322 compliant
            not rfc compliant
            not rfc-compliant
            rfcmessagenoncompliant
            rfc 5322
            rfc5322
            multiple*header
            duplicate header
            missing a valid message-id
            missing required header
            bare lf
            bare linefeed
            bare cr
            """),
        .init(
            .badReputation,
            """
            poor reputation
            bad reputation
            unexpected volume or user complaints
            low reputation
            very low reputation
            ip reputation
            domain reputation
            reputation problem
            reputation score
            sender reputation
            """),
        .init(
            .virusDetected,
            """
            virus detected
            mcvirus
            a virus
            contains a virus
            contains virus
            infected with
            infected by
            virus infected
            found virus
            virus was found
            virus found
            viruses or
            prohibited virus
            malware
            phishing/malicious
            potentially executable
            executable attachment
            """),
        .init(
            .filtered,
            """
            message filtered by recipient
            due to recipient preferences
            recipient preferences
            recipient is only accepting mail from specific
            not accepting mail from
            not accepting any mail
            restricted sms
            new mail is not currently being accepted for this mailbox
            extended inactivity
            rejected due to user rules
            user rules
            blocked by the recipient
            refuse to receive mail
            refuses to receive
            user reject
            account is protected by
            bounced address
            not found recipient account
            cannot route mail to user
            recipient rejected your message
            recipients was rejected by a remote mail server
            recipient refused
            000c0595
            """),
        .init(
            .spamDetected,
            """
            detected as spam
            identified as spam
            identified this*as spam
            identified spam
            classified as spam
            considered spam
            considered as spam
            considered unsolicited
            message as spam
            looks like spam
            looked like spam
            look like spam
            appears to be spam
            seems to be spam
            seems to be a spam
            likely to be spam
            likely spam
            probable spam
            probably spam
            possible spam
            suspected spam
            suspected of being spam
            suspicion of spam
            spam detected
            spam message
            spam email
            spam content
            spam contents
            spam mail
            spam block
            spam blocked
            spam score
            spam points
            spam refused
            spam rejected
            spam rejection
            spam not accepted
            spam check
            spam filter
            spam percent
            spam complaints
            spam-like
            spam like
            spam*exceeded
            spam)
            - spam
            (spam
            no spam please
            similar to spam
            contains spam
            contain spam
            consider spam
            be spam
            due to spam
            as spam
            for spam
            for abuse
            is spam
            anti-spam
            anti spam
            antispam
            spamassassin
            spam engine
            scored as spam
            spam probability
            probability of spam
            being spam
            accept spam
            rejected spam
            spamming not allowed
            too much spam
            high spam
            junk mail
            unsolicited
            bulk mail
            bulk e-mail
            bulk email
            bulk.advertising
            bulk advertising
            content filter
            content rejected
            message content rejected
            mail content denied
            rejecting banned content
            rejecting mail content
            rejected by content
            unacceptable content
            message filtered
            recurrent pattern
            uribl
            surbl
            blacklisted url
            url in message
            mail score
            554 5.7.0 reject, id=
            our system has detected that this message is
            block for spam
            temporarily blocked by our filter
            mailmarshal spamprofiler
            trustwave seg spamprofiler
            """),
        .init(
            .policyViolation,
            """
            policy violation
            violates*policy
            violated*policy
            local policy
            due to policy
            for policy reasons
            policy reasons
            security policies
            security policy
            denied by policy
            organization policy
            organizational settings
            organisational policy
            policy restriction
            against policy
            policy reject
            site policy
            members-only
            closed mailing list
            closed list
            not subscribed to this group
            not a member
            non-member
            not allowed to post
            illegal attachment
            images or other attachments
            attachment is not allowed
            attachment type
            attachment*not allowed
            file type
            its content presents a potential
            low priority
            messages with multiple addresses
            header error
            header are not accepted
            mass mailer
            protocol violation
            solving a captcha
            content restriction
            """),
        .init(
            .rejected,
            """
            sender rejected
            sender was rejected
            sender address rejected
            sender address has been
            sender address is
            sender email address rejected
            sender verify failed
            sender verification failed
            sender not pre-approved
            sender is in my black list
            sender is spammer
            sender denied
            sender refused
            sender blocked
            sender domain
            sender's domain
            domain of sender
            valid sender domain
            invalid sender
            bad sender
            bogus mail from
            no third-party dsns
            null sender
            empty envelope sender
            empty sender
            from: domain is invalid
            mail from not owned
            mail from*refused
            unroutable sender
            unrouteable sender
            unverified sender
            senderfilterconfig
            purported responsible
            emetteur invalide
            batv
            backscatter
            bouncedeny
            valid-address-filter
            e2110
            envelope blocked
            envelope sender
            administrative prohibition
            access denied (in reply to mail from
            access denied (sender
            fully qualified email address required
            email address is not verified
            email address has been blacklisted
            sender*blacklisted
            address has been blacklisted
            to/from an address that has been blacklisted
            list of senders to accept
            not on the recipient's list
            mailbox access for
            does not accept mail from
            not a registered gateway user
            returned mail not accepted here
            unsigned dsn
            does not accept bounces
            spam reporting address
            syntax error: empty email address
            mx records for
            recursive cname
            this server does not accept mail from
            notauthorized
            not authorized to send to the recipient
            you may not have permission to post
            you do not have permission
            don't have permission
            not allowed to send to
            """),
    ]
}
