package org.mpnic.wire.capture;

import java.io.IOException;

/** A file that is no capture, or none that can be read: one line that says what and why. */
public final class CaptureException extends IOException {
  private static final long serialVersionUID = 1L;

  /** With a message for the user. */
  public CaptureException(String message) {
    super(message);
  }
}
