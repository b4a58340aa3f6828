extension BouncePhraseList {
    // MARK: What is said of systems and networks

    static let system: [BouncePhrases.Group] = [
        .init(
            .expired,
            """
            delivery time expired
            delivery expired
            message expired
            message timed out
            envelope expired
            queue.expired
            connection timed out
            connection timeout
            timed out while
            timeout while
            operation timed out
            deferred: connection
            retry timeout exceeded
            retry time not reached
            retry timeout
            giving up on
            could not be delivered for
            could not deliver for the last
            unable to deliver message after
            not delivered within
            not been delivered within
            has been delayed
            is delayed
            delayed for more than
            have been failing for a long time
            has been in the queue too long
            in the queue too long
            queue too long
            sitting in queue
            server did not respond
            was not reachable within
            host not reachable
            allowed queue period
            more than*days
            maximum delivery attempts
            delivery failed*attempts
            delivery attempts will continue
            no answer from host
            did not accept our requests to connect
            no collected
            could not contact dns servers
            unable to contact
            was unable to deliver*within
            could not connect to host
            """),
        .init(
            .hostUnknown,
            """
            host unknown
            unknown host
            host not found
            host or domain name not found
            domain name not found
            domain not found
            domain does not exist
            domain doesn't exist
            domain*does not exist
            domain must exist
            domain is not reachable
            domain unknown
            unknown domain
            no such domain
            no such host
            no such hostname
            bad host
            bad domain
            invalid domain
            illegal host/domain
            nonexistentdomain
            name or service not known
            couldn't find any host
            couldn't find a mail exchanger
            can't find a valid mx
            no mx
            unroutable address
            unrouteable address
            unrouteable mail
            host address lookups failed permanently
            point to non-existent hosts
            mail domain mentioned
            account or domain may not exist
            dns server returned answer with no data
            dns lookup failure: host
            host unreachable
            no a, aaaa or mx
            smtpsend.dns
            """),
        .init(
            .networkError,
            """
            too many hops
            hop count
            hops
            mail loop
            mail forwarding loop
            routing loop
            loop detected
            message looping
            loops back to
            forwarding loop
            mxloopback
            host is unreachable
            network is unreachable
            network unreachable
            no route to host
            no valid route
            host name lookup failure
            name lookup failure
            name server
            nameserver
            dns error
            dns lookup failed
            dns records for
            unable to resolve
            could not be resolved
            temporary failure in mx lookup
            could not connect
            unable to connect
            connection refused
            connection failed
            network error
            all routes to destination blocked
            00120270
            """),
        .init(
            .notAccepted,
            """
            nullmx
            null mx
            does not accept mail
            does not accept any mail
            mail receiving disabled
            no route for current request
            smtp protocol returned a permanent error
            seem to reject all mails
            not accept mail
            recipient host does not accept
            """),
        .init(
            .failedSTARTTLS,
            """
            starttls
            tls required
            tls is required
            tls negotiation
            encryption required
            certificate
            dane
            mta-sts
            """),
        .init(
            .securityError,
            """
            authentication required
            authentication failed
            authentication failure
            authentication credentials
            authentication is required
            authentification
            authrequired
            not authenticated
            don't authenticate
            unauthenticated
            permission denied
            verification failure
            verify failed
            executable files
            account not subscribed
            dead domain
            could not retrieve credentials
            security alert
            000b0981
            """),
        .init(
            .mailerError,
            """
            command died
            command failed
            command output
            mailer error
            procmail
            maildrop
            || exit
            pipe to |
            x-unix;
            exit status
            local delivery failed
            delivery agent
            child status
            unable to deliver to program
            delivery to file forbidden
            delivery to pipe forbidden
            exited with
            """),
        .init(
            .syntaxError,
            """
            syntax error
            malformed address
            bad syntax
            angle-brackets
            expected word
            domain missing in source-routed
            command not recognized
            unrecognized command
            command unrecognized
            bad sequence of commands
            not implemented
            """),
        .init(
            .systemFull,
            """
            mail system full
            system is full
            system storage
            aborted: exceeded storage
            """),
        .init(
            .suppressed,
            """
            suppression list
            suppressed
            """),
        .init(
            .systemError,
            """
            local error
            could not load drd
            local problem
            local configuration
            configuration error
            config error
            misconfigured
            server error
            internal error
            system error
            system problem
            i/o error
            cannot allocate memory
            interrupted system call
            queue file write error
            can't create user output file
            error while being processed
            error in processing
            service currently unavailable
            create a mail loop
            loop broken
            several matches found
            ldap
            no mdb
            mdb unavailable
            timeout waiting for input
            unable to run
            000d06b5
            00010256
            """),
    ]
}
