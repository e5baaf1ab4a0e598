package io.spanhouse.storage.access;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.regex.Pattern;

/**
 * A range of addresses in CIDR form, such as {@code 10.0.0.0/8} or {@code 2001:db8::/32}; a plain address is a range of one.
 * An IPv4 address that comes mapped into IPv6 counts as IPv4.
 *
 * @param text as written
 * @param network 4 or 16 bytes
 * @param prefixBits how many leading bits must agree
 */
public record AddressRange(String text, byte[] network, int prefixBits) {
    private static final Pattern NUMERIC = Pattern.compile("[0-9a-fA-F:.]+");
    private static final int MAPPED_PREFIX_BYTES = 12;

    public AddressRange {
        network = network.clone();
    }

    @Override
    public byte[] network() {
        return network.clone();
    }

    /**
     * Reads a range; never looks up a name.
     *
     * @throws IllegalArgumentException naming what was found and what was expected
     */
    public static AddressRange parse(String text) {
        int slash = text.indexOf('/');
        String address = slash < 0 ? text : text.substring(0, slash);
        if (!NUMERIC.matcher(address).matches() || address.indexOf('.') < 0 && address.indexOf(':') < 0) {
            throw unexpected(text);
        }
        try {
            byte[] bytes = InetAddress.getByName(address).getAddress();
            int bits = slash < 0 ? bytes.length * 8 : Integer.parseInt(text.substring(slash + 1));
            if (bits < 0 || bits > bytes.length * 8) {
                throw unexpected(text);
            }
            return new AddressRange(text, bytes, bits);
        } catch (UnknownHostException | NumberFormatException e) {
            throw unexpected(text);
        }
    }

    /** Whether an address lies in the range. */
    public boolean contains(InetAddress address) {
        byte[] bytes = plain(address.getAddress());
        if (bytes.length != network.length) {
            return false;
        }
        for (int bit = 0; bit < prefixBits; bit++) {
            int mask = 0x80 >> (bit & 7);
            if ((bytes[bit >> 3] & mask) != (network[bit >> 3] & mask)) {
                return false;
            }
        }
        return true;
    }

    private static byte[] plain(byte[] bytes) {
        if (bytes.length != 16) {
            return bytes;
        }
        for (int i = 0; i < MAPPED_PREFIX_BYTES; i++) {
            if (bytes[i] != (byte) (i < 10 ? 0 : 0xFF)) {
                return bytes;
            }
        }
        return Arrays.copyOfRange(bytes, MAPPED_PREFIX_BYTES, 16);
    }

    private static IllegalArgumentException unexpected(String text) {
        return new IllegalArgumentException(
                "address range is '" + text + "', expected an address or a CIDR range such as 10.0.0.0/8");
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof AddressRange && ((AddressRange) other).text.equals(text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    @Override
    public String toString() {
        return text;
    }
}
