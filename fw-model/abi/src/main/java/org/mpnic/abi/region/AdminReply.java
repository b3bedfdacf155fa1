package org.mpnic.abi.region;

import java.nio.charset.StandardCharsets;
import org.mpnic.abi.AdminCommand;
import org.mpnic.abi.AdminStatus;

/**
 * Answer to an admin command.
 *
 * @param command what was asked
 * @param status how it ended; INTERNAL_ERROR for a status that this version does not know
 * @param results five words, meaning by command
 * @param data bytes that came back; the text of the error if the status is not OK
 * @param cycle virtual cycle of its execution
 */
public record AdminReply(
    AdminCommand command, AdminStatus status, long[] results, byte[] data, long cycle) {

  /** Whether the command was done. */
  public boolean isOk() {
    return status == AdminStatus.OK;
  }

  /** The data as text. */
  public String text() {
    return new String(data, StandardCharsets.UTF_8);
  }

  /** This, or a RegionException of one line if the status is not OK. */
  public AdminReply orThrow() {
    if (!isOk()) {
      throw new RegionException(
          data.length == 0
              ? "device refused " + command.label() + ": " + status.meaning()
              : text());
    }
    return this;
  }
}
