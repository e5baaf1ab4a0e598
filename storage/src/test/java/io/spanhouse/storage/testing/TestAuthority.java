package io.spanhouse.storage.testing;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.security.auth.x500.X500Principal;
import org.jspecify.annotations.Nullable;

/**
 * An authority that signs certificates for tests, in memory and at once. Written out as bytes: the platform makes no
 * certificates, its own tool for it takes a second for each, and a library for it would be there for this alone.
 */
public final class TestAuthority {
    private static final char[] PASSWORD = "certificate".toCharArray();
    private static final AtomicLong SERIAL = new AtomicLong(System.nanoTime());

    private static final int INTEGER = 0x02;
    private static final int BIT_STRING = 0x03;
    private static final int OCTET_STRING = 0x04;
    private static final int UTC_TIME = 0x17;
    private static final int SEQUENCE = 0x30;
    private static final int CONTEXT = 0x80;
    private static final int CONTEXT_CONSTRUCTED = 0xA0;

    /** ecdsa-with-SHA256, 1.2.840.10045.4.3.2. */
    private static final byte[] SIGNED_BY = der(SEQUENCE, hex("06082A8648CE3D040302"));

    /** basicConstraints, 2.5.29.19, critical, of an authority. */
    private static final byte[] AUTHORITY =
            der(SEQUENCE, hex("0603551D13"), hex("0101FF"), der(OCTET_STRING, hex("30030101FF")));

    /** subjectAltName, 2.5.29.17. */
    private static final byte[] ALTERNATIVE_NAMES = hex("0603551D11");

    private final Pair own;

    /**
     * A certificate with its key.
     *
     * @param x509 the certificate
     * @param key its private key
     */
    public record Pair(X509Certificate x509, PrivateKey key) {
        /** The certificate as servers read it. */
        public String certificatePem() {
            return pem("CERTIFICATE", encoded(x509));
        }

        /** The key as servers read it. */
        public String keyPem() {
            return pem("PRIVATE KEY", key.getEncoded());
        }

        /** Puts the pair where a server reads it, each file at once as a whole. */
        public void write(Path certificateFile, Path keyFile) throws IOException {
            replace(keyFile, keyPem());
            replace(certificateFile, certificatePem());
        }
    }

    /** Of this common name, for two days. */
    public TestAuthority(String name) {
        Instant now = Instant.now();
        KeyPair keys = keys("EC");
        byte[] principal = new X500Principal("CN=" + name).getEncoded();
        X509Certificate certificate = sign(
                principal,
                keys.getPrivate(),
                new Subject(principal, keys.getPublic().getEncoded(), AUTHORITY),
                now.minus(Duration.ofDays(1)),
                now.plus(Duration.ofDays(1)));
        own = new Pair(certificate, keys.getPrivate());
    }

    private record Subject(byte[] principal, byte[] publicKey, byte[] extension) {}

    /** What those read who are to trust it. */
    public String pem() {
        return own.certificatePem();
    }

    /** A certificate in force. */
    public Pair issue(String name, String... alternativeNames) {
        return issue(name, "EC", Instant.now().plus(Duration.ofDays(1)), alternativeNames);
    }

    /** One that ended an hour ago. */
    public Pair issueEnded(String name, String... alternativeNames) {
        return issue(name, "EC", Instant.now().minus(Duration.ofHours(1)), alternativeNames);
    }

    /**
     * A certificate that began two days ago.
     *
     * @param algorithm of its key, EC or RSA
     * @param alternativeNames such as {@code DNS:collector.example}; kinds DNS, EMAIL, URI and IP
     */
    public Pair issue(String name, String algorithm, Instant notAfter, String... alternativeNames) {
        KeyPair keys = keys(algorithm);
        byte[][] names = new byte[alternativeNames.length][];
        for (int i = 0; i < names.length; i++) {
            names[i] = alternativeName(alternativeNames[i]);
        }
        byte[] extension = der(SEQUENCE, ALTERNATIVE_NAMES, der(OCTET_STRING, der(SEQUENCE, names)));
        X509Certificate certificate = sign(
                own.x509().getSubjectX500Principal().getEncoded(),
                own.key(),
                new Subject(
                        new X500Principal("CN=" + name).getEncoded(),
                        keys.getPublic().getEncoded(),
                        extension),
                notAfter.minus(Duration.ofDays(2)),
                notAfter);
        return new Pair(certificate, keys.getPrivate());
    }

    /**
     * What a client needs that trusts this authority.
     *
     * @param shown the client's own certificate; null if it has none
     */
    public SSLContext context(@Nullable Pair shown) {
        try {
            KeyManager[] keyManagers = null;
            if (shown != null) {
                KeyStore store = emptyStore();
                store.setKeyEntry("own", shown.key(), PASSWORD, new X509Certificate[] {shown.x509()});
                KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
                factory.init(store, PASSWORD);
                keyManagers = factory.getKeyManagers();
            }
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keyManagers, trust(), null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Trusts what this authority signed. */
    public TrustManager[] trust() {
        try {
            KeyStore trusted = emptyStore();
            trusted.setCertificateEntry("authority", own.x509());
            TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(trusted);
            return factory.getTrustManagers();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Replaces a file as a whole. */
    public static void replace(Path file, String text) throws IOException {
        Path temporary = file.resolveSibling(file.getFileName() + ".new");
        Files.writeString(temporary, text);
        Files.move(temporary, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }

    private static KeyStore emptyStore() throws GeneralSecurityException {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        try {
            store.load(null, null);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return store;
    }

    private static KeyPair keys(String algorithm) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
            generator.initialize(algorithm.equals("EC") ? 256 : 2048);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static X509Certificate sign(
            byte[] issuer, PrivateKey by, Subject subject, Instant notBefore, Instant notAfter) {
        byte[] signed = der(
                SEQUENCE,
                der(CONTEXT_CONSTRUCTED, der(INTEGER, new byte[] {2})),
                der(INTEGER, BigInteger.valueOf(SERIAL.incrementAndGet()).toByteArray()),
                SIGNED_BY,
                issuer,
                der(SEQUENCE, time(notBefore), time(notAfter)),
                subject.principal(),
                subject.publicKey(),
                der(CONTEXT_CONSTRUCTED | 3, der(SEQUENCE, subject.extension())));
        try {
            Signature signature = Signature.getInstance("SHA256withECDSA");
            signature.initSign(by);
            signature.update(signed);
            byte[] whole = der(SEQUENCE, signed, SIGNED_BY, der(BIT_STRING, new byte[1], signature.sign()));
            return (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(whole));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] alternativeName(String text) {
        int colon = text.indexOf(':');
        String value = text.substring(colon + 1);
        byte[] plain = value.getBytes(StandardCharsets.US_ASCII);
        return switch (text.substring(0, colon)) {
            case "EMAIL" -> der(CONTEXT | 1, plain);
            case "DNS" -> der(CONTEXT | 2, plain);
            case "URI" -> der(CONTEXT | 6, plain);
            case "IP" -> der(CONTEXT | 7, address(value));
            default -> throw new IllegalArgumentException(text);
        };
    }

    private static byte[] address(String text) {
        try {
            return InetAddress.getByName(text).getAddress();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] time(Instant instant) {
        String text = DateTimeFormatter.ofPattern("yyMMddHHmmss'Z'")
                .withZone(ZoneOffset.UTC)
                .format(instant);
        return der(UTC_TIME, text.getBytes(StandardCharsets.US_ASCII));
    }

    private static byte[] der(int tag, byte[]... parts) {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            content.writeBytes(part);
        }
        int length = content.size();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(tag);
        if (length >= 256) {
            out.write(0x82);
            out.write(length >> 8);
        } else if (length >= 128) {
            out.write(0x81);
        }
        out.write(length);
        out.writeBytes(content.toByteArray());
        return out.toByteArray();
    }

    private static byte[] hex(String digits) {
        return HexFormat.of().parseHex(digits);
    }

    private static byte[] encoded(X509Certificate certificate) {
        try {
            return certificate.getEncoded();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String pem(String what, byte[] der) {
        return "-----BEGIN " + what + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der) + "\n-----END " + what + "-----\n";
    }
}
