internal import Foundation

/// Which build of the program this is.
enum Build {
    /// Release, size and time of the running file. An upgrade changes it whichever way it came about, so nobody has
    /// to remember to raise a number when the parser learns something. The same file copied anew counts as another
    /// build, which costs no more than deciding anew what had failed.
    static let name: String = {
        guard let path = Bundle.main.executablePath else { return Martlet.version }
        do {
            let facts = try FileManager.default.attributesOfItem(atPath: path)
            let size = (facts[.size] as? NSNumber)?.int64Value ?? 0
            let date = (facts[.modificationDate] as? Date)?.timeIntervalSince1970 ?? 0
            return "\(Martlet.version), \(size) bytes of \(Int64(date))"
        } catch {
            return Martlet.version
        }
    }()
}
