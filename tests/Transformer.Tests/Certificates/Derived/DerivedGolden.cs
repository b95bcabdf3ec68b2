namespace KymaIstioTransform.Tests.Certificates.Derived;

/// <summary>
/// The results of version 1 of the derivation for the public sample seed. A second implementation in another language follows the scheme in
/// docs/certificates.md without a cryptographic library and gives the same bytes.
/// </summary>
internal static class DerivedGolden
{
    /// <summary>kyma.example.com, 2025-03-01, 90 days with 30 days of overlap.</summary>
    public const string Certificate = """
        -----BEGIN CERTIFICATE-----
        MIIB3TCCAYKgAwIBAgIQU8B7RmgrN3cDkchIR5oZ0jAKBggqhkjOPQQDAjAbMRkw
        FwYDVQQDDBBreW1hLmV4YW1wbGUuY29tMB4XDTI0MTExMzAwMDAwMFoXDTI1MDQx
        MTIzNTk1OVowGzEZMBcGA1UEAwwQa3ltYS5leGFtcGxlLmNvbTBZMBMGByqGSM49
        AgEGCCqGSM49AwEHA0IABDuE3bTLNWDb07NcRs7/Fa0ZouZyfxVpRJL3uYrGzHgK
        e0l8wk+M0uwk3uuGRpn+vlLzRfVPFd+9mtAdoFpFzEKjgacwgaQwDAYDVR0TAQH/
        BAIwADAOBgNVHQ8BAf8EBAMCB4AwEwYDVR0lBAwwCgYIKwYBBQUHAwEwLwYDVR0R
        BCgwJoIQa3ltYS5leGFtcGxlLmNvbYISKi5reW1hLmV4YW1wbGUuY29tMB0GA1Ud
        DgQWBBQ/QiXTiVyttDErhBFjXt0ThM3UIzAfBgNVHSMEGDAWgBQ/QiXTiVyttDEr
        hBFjXt0ThM3UIzAKBggqhkjOPQQDAgNJADBGAiEA1ci8jTllHI3K5if2JtFNTSyr
        DAAVGB4CGwYmCYWh0VACIQDkcBDje+IiIqHTbHcQdO+Y7OlV3yxUBkM+dTGdwjCl
        Tg==
        -----END CERTIFICATE-----

        """;

    public const string Key = """
        -----BEGIN PRIVATE KEY-----
        MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQg9f3cr9XdN7iRZyEF
        7Tv6Ypakk55hSsAS1J+15vtQl/6hRANCAAQ7hN20yzVg29OzXEbO/xWtGaLmcn8V
        aUSS97mKxsx4CntJfMJPjNLsJN7rhkaZ/r5S80X1TxXfvZrQHaBaRcxC
        -----END PRIVATE KEY-----

        """;

    /// <summary>
    /// bücher.aaa….example, too long for a common name; 2049-12-31, 7 days with 7 days of overlap: the validity starts before 2050 and ends
    /// after it.
    /// </summary>
    public const string LongDomainCertificate = """
        -----BEGIN CERTIFICATE-----
        MIICdTCCAhugAwIBAgIQTTnSFalPkDE1zXcZY2KpoTAKBggqhkjOPQQDAjAfMR0w
        GwYDVQQKDBRreW1hLWlzdGlvLXRyYW5zZm9ybTAgFw00OTEyMjMwMDAwMDBaGA8y
        MDUwMDExMjIzNTk1OVowHzEdMBsGA1UECgwUa3ltYS1pc3Rpby10cmFuc2Zvcm0w
        WTATBgcqhkjOPQIBBggqhkjOPQMBBwNCAATLAEx0pSR2P9mLW3+zVJWycCaoPO5E
        0GXWQ0OIWCTIm4QHDfbxza68rdEwrQwWPdZmk57jxCpcvM7ONbABGs8xo4IBNTCC
        ATEwDAYDVR0TAQH/BAIwADAOBgNVHQ8BAf8EBAMCB4AwEwYDVR0lBAwwCgYIKwYB
        BQUHAwEwgbsGA1UdEQSBszCBsIJVeG4tLWJjaGVyLWt2YS5hYWFhYWFhYWFhYWFh
        YWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFh
        YWEuZXhhbXBsZYJXKi54bi0tYmNoZXIta3ZhLmFhYWFhYWFhYWFhYWFhYWFhYWFh
        YWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYS5leGFt
        cGxlMB0GA1UdDgQWBBRvz9QQqYHpvVjbf7e1Gpmo2ehNgzAfBgNVHSMEGDAWgBRv
        z9QQqYHpvVjbf7e1Gpmo2ehNgzAKBggqhkjOPQQDAgNIADBFAiEApdCnAfbQ+fT0
        63cBemWqLSarbHbZNBeAqUPMed+voKsCIDadT6HYoKkV677FkXZvhtn0LglX3DIx
        azFBd8bnUKeT
        -----END CERTIFICATE-----

        """;

    public const string LongDomainKey = """
        -----BEGIN PRIVATE KEY-----
        MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgJ0lrpM/36tM1DZLp
        ECM+B8ndSKJr2Fn2BJq6Y+PCP3GhRANCAATLAEx0pSR2P9mLW3+zVJWycCaoPO5E
        0GXWQ0OIWCTIm4QHDfbxza68rdEwrQwWPdZmk57jxCpcvM7ONbABGs8x
        -----END PRIVATE KEY-----

        """;
}
