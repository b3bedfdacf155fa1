package org.mpnic.abi;

/**
 * Version of the host interface. A side refuses a region of another major version; a higher minor
 * version only adds.
 */
public final class AbiVersion {
  /** Changes when an existing field moves or changes its meaning. */
  public static final int MAJOR = 1;

  /** Changes when something is added in reserved space. */
  public static final int MINOR = 3;

  /** Both, as the region header stores them. */
  public static final int WORD = MAJOR << 16 | MINOR;

  private AbiVersion() {}

  /** Text of a version word: major.minor. */
  public static String text(int word) {
    return (word >>> 16) + "." + (word & 0xffff);
  }
}
