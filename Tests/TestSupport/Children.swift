public import Foundation
internal import Glibc

extension Process {
    /// Starts it so that it can be ended: a process begins with the signals blocked that its parent's thread
    /// blocks, which is nearly all of them on a worker thread; and a blocked SIGTERM ends nothing.
    public func runUnblocked() throws {
        var none = sigset_t()
        var before = sigset_t()
        sigemptyset(&none)
        pthread_sigmask(SIG_SETMASK, &none, &before)
        defer { pthread_sigmask(SIG_SETMASK, &before, nil) }
        try run()
    }
}
