import MailServer

/// A certificate for `localhost`, signed by itself, good for a hundred years and for nothing but tests.
enum TestCertificate {
    static let certificate = Configuration.Certificate(chainPEM: chainPEM, keyPEM: keyPEM)

    static let chainPEM = """
        -----BEGIN CERTIFICATE-----
        MIIBlTCCATugAwIBAgIUNDqFv+aKVKaOc8w6qOi064UWE8UwCgYIKoZIzj0EAwIw
        FDESMBAGA1UEAwwJbG9jYWxob3N0MCAXDTI2MTEyMzAwNTcyMVoYDzIxMjYxMDMw
        MDA1NzIxWjAUMRIwEAYDVQQDDAlsb2NhbGhvc3QwWTATBgcqhkjOPQIBBggqhkjO
        PQMBBwNCAAS763/6Si/VP6IR9LhaceyZMsWtaWieIO43XLCK8aBsVJ2O6fDBvKiL
        FEyhjIGmdKAFEfRlFY4z50txL/9cRFRFo2kwZzAdBgNVHQ4EFgQU1EvZIM4rwVML
        PdoYH9+8FmA3x+MwHwYDVR0jBBgwFoAU1EvZIM4rwVMLPdoYH9+8FmA3x+MwDwYD
        VR0TAQH/BAUwAwEB/zAUBgNVHREEDTALgglsb2NhbGhvc3QwCgYIKoZIzj0EAwID
        SAAwRQIgNxa7g3ivmfv8v4OCh2Eft3wioDUBHEFuKgHduCiBG9MCIQDCzkysDpj/
        GOcRNntvIAEGQHf7/uBxxZmKcOd9+nmc9A==
        -----END CERTIFICATE-----
        """

    private static let keyPEM = """
        -----BEGIN PRIVATE KEY-----
        MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgc/mbe0MPWGNc1R83
        BEzqNzxT4AolUY0CTodQpqcI7m2hRANCAAS763/6Si/VP6IR9LhaceyZMsWtaWie
        IO43XLCK8aBsVJ2O6fDBvKiLFEyhjIGmdKAFEfRlFY4z50txL/9cRFRF
        -----END PRIVATE KEY-----
        """
}
