package org.mpnic.device;

import org.mpnic.abi.AdminStatus;

/** A command that is not executed: status and one line for the user. */
final class Refusal extends Exception {
  private static final long serialVersionUID = 1L;
  private final AdminStatus status;

  Refusal(AdminStatus status, String text) {
    super(text, null, false, false);
    this.status = status;
  }

  AdminStatus status() {
    return status;
  }
}
