package org.mpnic.abi.region;

/**
 * A region, lock or device that cannot be used. The message is one line for the user: what, which
 * value, what to do.
 */
public final class RegionException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public RegionException(String message) {
    super(message);
  }

  public RegionException(String message, Throwable cause) {
    super(message, cause);
  }
}
