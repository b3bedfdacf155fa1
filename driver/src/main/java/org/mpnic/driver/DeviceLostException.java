package org.mpnic.driver;

/**
 * The device process died, or serves another region now. The message is one line: which device,
 * which process, what to do. {@link Nic#reattach} continues once a device serves the name again.
 */
public final class DeviceLostException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public DeviceLostException(String message) {
    super(message);
  }
}
