extension BouncePhraseList {
    // MARK: What is said of the sending server and of pace

    static let content: [BouncePhrases.Group] = [
        .init(
            .blocked,
            """
            blocked using
            blocked by
            blocked for
            blocked see
            blocked - see
            is blocked
            are blocked
            was blocked
            been blocked
            :blocked
            550 blocked
            ips blocked
            block list
            blocklist
            blacklist
            black list
            black-list
            block-list
            listed as abusive
            listed at
            listed in
            listed by
            listed on
            is listed
            dnsbl
            rbl
            spamhaus
            spamcop
            sorbs
            barracudacentral
            banned
            bad sender ip
            banned sending ip
            refused to talk to me
            connection refused by
            connection reset by peer
            connection dropped
            connection was dropped
            connections will not be accepted
            connections not accepted
            not accepting connections
            not accepting network messages
            not currently accepting mail from your ip
            access from ip address
            access ip*rejected
            no access from
            server access forbidden
            forbidden by your ip
            sender ip address rejected
            ip address rejected
            your ip
            client host rejected
            client host
            host network not allowed
            helo command rejected
            helo/ehlo
            may not be mail exchanger
            was not authenticated
            dynamic ip
            dynamic/zombied
            zombied
            extreme bad ip
            invalid ip for sending
            open proxy
            go away
            use the smtp server of your isp
            currently sending spam
            you are sending spam
            too many spams
            too many unwanted
            remotehost looks suspicious
            confirm this mail server
            requires confirmation
            service not available, closing
            closing transmission channel
            after initial connection
            not allowed to connect
            not allowed to send mail from
            rejecting open
            has not passed validation
            refused - see
            part of their network
            e-mail system has been rejected
            s3140
            s3150
            service refused, please try later
            domain does not exist:
            greylist
            graylist
            grey-list
            try again later
            """),
        .init(
            .speeding,
            """
            temporarily rate limited
            rate limited
            rate limit
            rate that prevents
            too quickly
            frequency limited
            frequency limit
            try again slower
            excessive volume
            sending rate
            throttl
            """),
        .init(
            .tooManyConnections,
            """
            too many connections
            too many concurrent
            too many smtp sessions
            too many sessions
            too many recipients
            too many errors
            too many messages
            connection limit
            connection rate
            connections from your host
            max emails per hour
            maximum sending rate
            daily message quota
            message per connection
            trop de connexions
            numerous attempts to deliver
            recipient limit
            reciplimit
            """),
        .init(
            .contentError,
            """
            header size exceeds
            header size, or recipient list
            8-bit data
            mime complexity
            mime headers
            invalid mime
            improperly-formatted
            unnecessary base64
            too many received: headers
            conversion to internet format
            00050311
            000502cc
            """),
    ]
}
