package io.spanhouse.storage.access;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;

/**
 * What is kept of a client's certificate once it was verified: the names by which the key file may know it.
 *
 * @param names its subject alternative names in the form of {@link #name}, in the certificate's order
 * @param notAfter when it ends
 */
record ClientCertificate(List<String> names, Instant notAfter) {
    private static final int EMAIL = 1;
    private static final int DNS = 2;
    private static final int URI = 6;

    private static final String EMAIL_PREFIX = "EMAIL:";
    private static final String DNS_PREFIX = "DNS:";
    private static final String URI_PREFIX = "URI:";

    ClientCertificate {
        names = List.copyOf(names);
    }

    /** The common name counts for nothing: whoever signs certificates vouches for their alternative names. */
    static ClientCertificate of(X509Certificate certificate) throws CertificateParsingException {
        List<String> names = new ArrayList<>();
        Collection<List<?>> alternatives = certificate.getSubjectAlternativeNames();
        for (List<?> alternative : alternatives == null ? List.<List<?>>of() : alternatives) {
            int kind = (Integer) alternative.get(0);
            if (kind == EMAIL || kind == DNS || kind == URI) {
                String prefix = kind == EMAIL ? EMAIL_PREFIX : kind == DNS ? DNS_PREFIX : URI_PREFIX;
                names.add(name(prefix + alternative.get(1)));
            }
        }
        return new ClientCertificate(names, certificate.getNotAfter().toInstant());
    }

    /**
     * The one form of a name: {@code DNS:collector.example} in lower case, {@code URI:spiffe://example/collector} and {@code
     * EMAIL:team@example} as they are.
     *
     * @throws IllegalArgumentException if it is none of these
     */
    static String name(String text) {
        String upper = text.toUpperCase(Locale.ROOT);
        if (upper.startsWith(DNS_PREFIX) && text.length() > DNS_PREFIX.length()) {
            return DNS_PREFIX + text.substring(DNS_PREFIX.length()).toLowerCase(Locale.ROOT);
        }
        for (String prefix : List.of(URI_PREFIX, EMAIL_PREFIX)) {
            if (upper.startsWith(prefix) && text.length() > prefix.length()) {
                return prefix + text.substring(prefix.length());
            }
        }
        throw new IllegalArgumentException("'" + text
                + "' is no name of a certificate, expected DNS:collector.example, URI:spiffe://example/collector or"
                + " EMAIL:team@example");
    }
}
