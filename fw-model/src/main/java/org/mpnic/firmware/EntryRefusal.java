package org.mpnic.firmware;

import org.mpnic.abi.AdminStatus;

/** An entry that is not programmed or removed: status and one line for the user. */
public final class EntryRefusal extends Exception {
  private static final long serialVersionUID = 1L;
  private final AdminStatus status;

  EntryRefusal(AdminStatus status, String text) {
    super(text, null, false, false);
    this.status = status;
  }

  /** How the command ends. */
  public AdminStatus status() {
    return status;
  }
}
