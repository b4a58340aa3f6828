public import Desk
internal import Foundation

extension SettingTable {
    /// What the administrator set for the mail of all mailboxes; the defaults where nothing was.
    public func intake() throws -> IntakeSettings {
        guard let text = try text(IntakeSettings.key) else { return IntakeSettings() }
        return try JSONDecoder().decode(IntakeSettings.self, from: Data(text.utf8))
    }

    public func setIntake(_ settings: IntakeSettings) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys]
        try set(
            IntakeSettings.key, String(decoding: try encoder.encode(settings), as: UTF8.self))
    }
}
