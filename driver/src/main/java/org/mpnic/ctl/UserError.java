package org.mpnic.ctl;

import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;

/**
 * A failure that the user can mend: its message is one line that says what, which value, and what
 * to do.
 */
public final class UserError extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * A failure without a cause worth showing.
   *
   * @param message one line: what is wrong, with which value, and what to do
   */
  public UserError(String message) {
    super(flatten(message));
  }

  /**
   * A failure with its cause, for MPNIC_DEBUG.
   *
   * @param message one line: what is wrong, with which value, and what to do
   * @param cause what was thrown
   */
  public UserError(String message, Throwable cause) {
    super(flatten(message), cause);
  }

  /** What a throwable says, on one line; its type when it says nothing. */
  public static String oneLine(Throwable failure) {
    if (failure instanceof NoSuchFileException missing) {
      return "no such file " + missing.getFile();
    }
    if (failure instanceof AccessDeniedException denied) {
      return "no permission for " + denied.getFile();
    }
    String message = failure.getMessage();
    return message == null || message.isBlank()
        ? failure.getClass().getSimpleName()
        : flatten(message);
  }

  private static String flatten(String message) {
    return message.strip().replaceAll("\\s*\\R\\s*", " ");
  }
}
