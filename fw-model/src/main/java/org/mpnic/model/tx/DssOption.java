package org.mpnic.model.tx;

import org.mpnic.wire.BigEndian;

/**
 * The DSS option (RFC 8684 section 3.3) as the card writes it; the same in RFC 6824.
 *
 * <p>A format says which fields there are: bytes of DATA_ACK (0, 4 or 8), bytes of DSN (0: no
 * mapping; 4 or 8) and whether there is a checksum. TCP has 40 bytes of options; where they do not
 * hold the format that a connection asks for, DATA_ACK is cut to 4 bytes, then DSN.
 */
public final class DssOption {
  /** Bytes of a TCP header without options. */
  public static final int TCP_HEADER_BYTES = 20;

  /** Most bytes of TCP options in a segment. */
  public static final int OPTION_BYTES = 40;

  private static final int KIND_MPTCP = 30;
  private static final int SUBTYPE = 0x20;
  private static final int FLAG_ACK = 0x01;
  private static final int FLAG_ACK_8 = 0x02;
  private static final int FLAG_MAPPING = 0x04;
  private static final int FLAG_DSN_8 = 0x08;
  private static final int FLAG_FIN = 0x10;
  private static final int NOP = 1;

  private DssOption() {}

  /** A format from its fields. */
  static int format(int ackBytes, int dsnBytes, boolean checksum) {
    return ackBytes | dsnBytes << 4 | (checksum ? 0x100 : 0);
  }

  private static int ackBytes(int format) {
    return format & 0xf;
  }

  private static int dsnBytes(int format) {
    return format >> 4 & 0xf;
  }

  private static boolean checksum(int format) {
    return (format & 0x100) != 0;
  }

  /** The same format without mapping. */
  static int ackOnly(int format) {
    return format(ackBytes(format), 0, false);
  }

  /** The format has a DATA_ACK. */
  static boolean hasAck(int format) {
    return ackBytes(format) != 0;
  }

  /** Length field of an option of this format; 0 when it has no field at all. */
  static int length(int format) {
    int mapping = dsnBytes(format) == 0 ? 0 : dsnBytes(format) + 6 + (checksum(format) ? 2 : 0);
    int fields = ackBytes(format) + mapping;
    return fields == 0 ? 0 : 4 + fields;
  }

  /** Bytes that the option takes with the NOPs behind it: a multiple of 4, at most 28. */
  static int paddedLength(int format) {
    return length(format) + 3 & ~3;
  }

  /**
   * The format that fits beside other options.
   *
   * @param format as wished
   * @param otherBytes bytes of the template's TCP options, a multiple of 4
   * @return the format, or -1 when not even its shortest form fits
   */
  static int fitted(int format, int otherBytes) {
    int room = OPTION_BYTES - otherBytes;
    int fitted = format;
    if (paddedLength(fitted) > room && ackBytes(fitted) == 8) {
      fitted = format(4, dsnBytes(fitted), checksum(fitted));
    }
    if (paddedLength(fitted) > room && dsnBytes(fitted) == 8) {
      fitted = format(ackBytes(fitted), 4, checksum(fitted));
    }
    return paddedLength(fitted) > room ? -1 : fitted;
  }

  /**
   * Writes an option with NOPs behind it; the checksum field is left zero.
   *
   * @param format fields, see {@link #format}
   * @param dataFin the mapping ends with DATA_FIN, which {@code mappingLength} counts
   * @return index of the checksum field, -1 when there is none
   */
  static int write(
      byte[] bytes,
      int at,
      int format,
      long dataAck,
      long dsn,
      int ssn,
      int mappingLength,
      boolean dataFin) {
    int length = length(format);
    int ack = ackBytes(format);
    int dsnBytes = dsnBytes(format);
    int flags = ack == 0 ? 0 : ack == 8 ? FLAG_ACK | FLAG_ACK_8 : FLAG_ACK;
    if (dsnBytes != 0) {
      flags |= dsnBytes == 8 ? FLAG_MAPPING | FLAG_DSN_8 : FLAG_MAPPING;
      flags |= dataFin ? FLAG_FIN : 0;
    }
    bytes[at] = KIND_MPTCP;
    bytes[at + 1] = (byte) length;
    bytes[at + 2] = SUBTYPE;
    bytes[at + 3] = (byte) flags;
    int next = putNumber(bytes, at + 4, ack, dataAck);
    int checksumAt = -1;
    if (dsnBytes != 0) {
      next = putNumber(bytes, next, dsnBytes, dsn);
      BigEndian.put32(bytes, next, ssn);
      BigEndian.put16(bytes, next + 4, mappingLength);
      next += 6;
      if (checksum(format)) {
        checksumAt = next;
        BigEndian.put16(bytes, next, 0);
        next += 2;
      }
    }
    for (int end = at + paddedLength(format); next < end; next++) {
      bytes[next] = NOP;
    }
    return checksumAt;
  }

  private static int putNumber(byte[] bytes, int at, int size, long value) {
    if (size == 8) {
      BigEndian.put64(bytes, at, value);
    } else if (size == 4) {
      BigEndian.put32(bytes, at, (int) value);
    }
    return at + size;
  }
}
