package org.mpnic.abi.region;

import org.mpnic.abi.RegisterTable;

/** The two processes at a region. */
public enum Side {
  DEVICE(0, RegisterTable.DEVICE_PID, RegisterTable.DEVICE_HEARTBEAT, RegisterTable.GENERATION),
  HOST(8, RegisterTable.HOST_PID, RegisterTable.HOST_HEARTBEAT, RegisterTable.HOST_GENERATION);

  private final int lockOffset;
  private final int pidRegister;
  private final int heartbeatRegister;
  private final int generationRegister;

  Side(int lockOffset, int pidRegister, int heartbeatRegister, int generationRegister) {
    this.lockOffset = lockOffset;
    this.pidRegister = pidRegister;
    this.heartbeatRegister = heartbeatRegister;
    this.generationRegister = generationRegister;
  }

  /** The side across the region. */
  public Side other() {
    return this == DEVICE ? HOST : DEVICE;
  }

  /** Name in messages: device or host. */
  public String label() {
    return this == DEVICE ? "device" : "host";
  }

  /** Place of the side's 8 bytes in the lock file. */
  int lockOffset() {
    return lockOffset;
  }

  /** Register that holds the side's process id. */
  public int pidRegister() {
    return pidRegister;
  }

  /** Register that grows while the side is not hung. */
  public int heartbeatRegister() {
    return heartbeatRegister;
  }

  /** Register that counts the side's attaches. */
  public int generationRegister() {
    return generationRegister;
  }
}
