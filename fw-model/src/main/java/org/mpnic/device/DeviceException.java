package org.mpnic.device;

/** A device cannot start or go on; the message is one line for the user. */
public final class DeviceException extends Exception {
  private static final long serialVersionUID = 1L;

  /** With what went wrong, which value, and what to do. */
  public DeviceException(String message) {
    super(message);
  }

  /** With what went wrong and where it came from. */
  public DeviceException(String message, Throwable cause) {
    super(message, cause);
  }
}
