/// Words of subjects and openings by which reports are known, in lower case, in the common languages.
enum ReportWords {
    static let failureSubjects = [
        "undeliver", "delivery status notification", "delivery notification", "delivery failure",
        "delivery failed", "delivery_failure",
        "delivery has failed", "delivery report", "delivery problem", "delivery error",
        "failed delivery",
        "failure delivery", "failure notice", "failed mail", "mail failed", "mail failure",
        "mail failed,",
        "returned mail", "return mail", "returned to sender", "returning to sender",
        "returning message", "mail error",
        "mail delivery", "mail could not be", "mail system error", "message status",
        "message could not be",
        "could not be delivered", "not delivered", "non delivery", "non-delivery", "nondeliverable",
        "not deliverable",
        "user unknown", "message frozen", "error sending your mail", "error in forwarding",
        "email could not be",
        "permanent error", "notice: mail", "bounce", "unzustellbar", "nicht zugestellt",
        "zustellung",
        "nicht zustellbar", "fehler bei der zustellung", "non remis", "non livré",
        "échec de la remise", "echec de la remise",
        "échec de remise", "notification d'état de remise", "no se puede entregar", "no entregado",
        "no se ha podido entregar",
        "error en la entrega", "non recapitabile", "mancato recapito", "impossibile recapitare",
        "não entregue", "não foi entregue",
        "falha na entrega", "notificação de status de entrega", "onbestelbaar", "niet bezorgd",
        "olevererbart", "kunde inte levereras",
        "kan ikke leveres", "ikke leveret", "kunne ikke leveres", "ei voitu toimittaa",
        "toimittamaton", "niedostarczon", "nie dostarczono",
        "nedoručiteln", "nedoručen", "kézbesíthetetlen", "kézbesítési", "nelivrat",
        "teslim edilemedi", "iletilemedi",
        "не доставлено", "недоставлен", "не удалось доставить", "недоставка",
        "не може бути доставлен", "сообщение не",
        "ваше сообщение", "配信不能", "配信できません", "配信エラー", "送信できません", "エラー", "投递失败", "退信", "无法投递",
        "无法送达", "傳遞失敗", "未送達",
        "배달되지 않음", "전송 실패", "反송",
    ]

    static let delaySubjects = [
        "delivery status notification (delay", "delayed mail", "mail delayed", "delivery delayed",
        "message delayed", "delayed:", "delay",
        "warning: message", "warning: could not send", "warning--could not send",
        "could not send mail for past", "still being retried",
        "could not send message for past", "notification: warning", "verzögert", "retard",
        "retrasad", "ritard", "atrasad", "vertraagd", "fördröj",
        "задержан", "遅延", "延迟",
    ]

    static let failureOpenings = PhraseTable(
        """
        could not be delivered
        couldn't be delivered
        couldn’t be delivered
        cannot be delivered
        can not be delivered
        can't be delivered
        was not delivered
        wasn't delivered
        wasn’t delivered
        not been delivered
        not be delivered
        were not delivered
        did not receive
        didn't reach
        did not reach
        was undeliverable
        is undeliverable
        undeliverable mail
        undeliverable message
        unable to deliver
        wasn't able to deliver
        was not able to deliver
        unable to send
        failed to deliver
        failed to be delivered
        delivery failed
        delivery has failed
        delivery to the following*failed
        delivery failure
        had trouble delivering
        trouble delivering
        error delivering
        error*while*deliver
        error*deliver*message
        message not delivered
        not delivered to
        permanent error
        permanent failure
        permanent fatal
        fatal errors
        fatal delivery errors
        delivery errors
        delivery problems
        user unknown
        user not found
        unknown user
        no such user
        mailbox unavailable
        mailbox full
        message rejected
        was rejected by
        has been rejected
        rejected recipient
        returned to sender
        returned below
        failure reasons
        transcript of session
        session transcript
        malformed recipient address
        did not exactly match
        loop alert
        duplicated message-id
        no valid recipients
        non delivery report
        over quota
        bounce
        recipients are invalid
        rcpt to
        not accepting mail
        "notificationtype":"bounce"
        konnte nicht zugestellt
        nicht zugestellt werden
        kann nicht zugestellt
        n'a pas pu être
        n'a pas été remis
        n'est pas parvenu
        no pudo ser entregado
        no se ha podido entregar
        no se pudo entregar
        non è stato possibile recapitare
        non può essere recapitato
        não pôde ser entregue
        não foi possível entregar
        kon niet worden
        kunde inte levereras
        kunne ikke leveres
        nie można dostarczyć
        nie mogła zostać
        не может быть доставлено
        не удалось доставить
        не было доставлено
        配信できませんでした
        送信できませんでした
        配送できません
        届けることができません
        无法投递
        无法送达
        無法傳送
        """)

    static let certainDelays = PhraseTable(
        """
        this is a warning message only
        you do not need to re
        delivery attempts will continue
        temporary failure report
        message is delayed for
        """)

    static let delayOpenings = PhraseTable(
        """
        has been delayed
        is delayed
        message delayed
        delayed for more than
        not yet been delivered
        has not been delivered
        has not yet been
        still being retried
        delivery attempts will continue
        will continue to
        will keep trying
        we will continue
        will try again
        temporary failure report
        temporarily failed
        temporary problem
        this is a warning message only
        is a warning only
        you do not need to re
        you do not need to do anything
        no action is required
        no action is required on your part
        warning: message still undelivered
        message still undelivered
        will be retried
        could not send mail for past
        queued on
        """)
}
