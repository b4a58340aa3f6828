extension BouncePhraseList {
    // MARK: There is no such recipient

    static let unknown: [BouncePhrases.Group] = [
        .init(
            .userUnknown,
            """
            user unknown
            unknown user
            user*unknown
            unknown or illegal user
            unknown or illegal alias
            no such user
            no such recipient
            no such mailbox
            no such address
            no such person
            no such account
            no such local user
            no such domain user
            user not known
            user not found
            user*not found in
            user was not found
            user*was not found
            user does not exist
            user*does not exist
            user doesn't exist
            user*doesn't exist
            user not exist
            user is unknown
            user missing
            not a known user
            not a valid user
            not a valid mailbox
            not a valid recipient
            not a valid address
            not a local user
            not a local address
            is not an active address
            invalid mailbox
            invalid recipient
            invalid user
            invalid address
            invalid email address
            invalid-recipient
            address invalid
            address is invalid
            address unknown
            unknown recipient
            unknown mailbox
            unknown account
            unknown local
            unknown virtual
            unknown e*mail address
            unknown email
            recipient unknown
            recipient not found
            recipient*was not found
            recipient not exist
            recipient*not exist
            recipient does not exist
            recipient*does not exist
            recipient not ok
            recipient not accepted by
            recipient is not accepted
            recipient is not local
            recipient name is not recognized
            recipient invalid
            recipient address rejected: unknown
            recipient address rejected: invalid
            recipient address rejected: userunknown
            recipient address rejected: user
            recipient address rejected: no such
            recipient address rejected: access denied
            please check if address is correct
            invalid final delivery userid
            recipient address rejected. (in reply to rcpt to
            recipients was undeliverable
            destination addresses were unknown
            destination server rejected recipients
            address does not exist
            address*does not exist
            address doesn't exist
            address not found
            address could not be found
            address couldn't be found
            address wasn't found
            address wasn’t found
            address not present
            address not known
            address no longer valid
            no longer a valid
            address is wrong or no longer valid
            email name is not found
            mailbox not found
            mailbox*not found
            mailbox does not exist
            mailbox*does not exist
            mailbox doesn't exist
            mailbox not present
            mailbox not available
            mailbox is unavailable
            mailbox unavailable
            mailbox unavaiable
            mailbox unknown
            mailbox is inactive
            mailbox invalid
            no mailbox here
            no mailbox by that name
            no mailbox found
            no mail box available
            no account by that name
            account does not exist
            account that you tried to reach does not exist
            account*does not exist
            account not found
            account unavailable
            no one at this address
            not listed in domino directory
            not listed in public name
            directorio de domino
            annuaire domino
            domino directory
            no * in name directory
            name directory
            badrcptto
            badrecipientto
            validrcptto
            bad recipient
            bad address
            5.1.0 address rejected
            bad-recipient
            bad destination mailbox
            recipnotfound
            recipientnotfound
            exrecipnotfound
            recipient notfound
            adr.recipnotfound
            user refuses to accept your mail
            envelope recipient has been denied
            can't accept user
            non-existent user
            nonexistent user
            non existent user
            no existe
            utilisateur inconnu
            destinataire inconnu
            destinataire invalide
            nessun utente simile
            unbekannter empf
            empf*nicht gefunden
            adresse inconnue
            no valid recipients
            no valid recipient
            all recipients were invalid
            all recipients refused
            rcpt*does not exist
            rcpt*t exist
            > not found
            e-mail address is not handled by this system
            child status 100*no such
            000c05a6
            5.1.1 bad address
            5.1.1 unknown
            does not like recipient
            you entered is not a valid
            spectator does not exist
            no matches to nameserver query
            did not exactly match
            doesn't have a*account
            undeliverable address
            no such address here
            """)
    ]
}
