package org.mpnic.abi;

/** Parts of the region file; the header gives offset, entry size and count of each. */
public enum Section implements Code {
  REGISTERS(1, "registers, u64 each, see the register table"),
  COUNTERS(2, "counters, u64 each, see the counter table"),
  RING_INDICES(3, "index words of every ring"),
  WAKE_WORDS(4, "futex words of every sleeper"),
  ADMIN_COMMANDS(5, "admin command ring, host to device"),
  ADMIN_COMPLETIONS(6, "admin completion ring, device to host"),
  ADMIN_DATA(7, "bytes that go with an admin command: to the device, then from it"),
  EVENTS(8, "event ring, device to host"),
  RX_DESCRIPTORS(9, "receive descriptor rings, queue after queue"),
  RX_COMPLETIONS(10, "receive completion rings, queue after queue"),
  CONNECTIONS(11, "the firmware's connections, for tools to read"),
  SUBFLOWS(12, "the firmware's receive subflows, for tools to read"),
  BUFFER_OWNERS(13, "the host's own record of its buffers: the device never touches it"),
  TX_DESCRIPTORS(15, "transmit descriptor rings, queue after queue"),
  TX_COMPLETIONS(16, "transmit completion rings, queue after queue"),
  DMA_MEMORY(14, "receive buffers, queue after queue; DMA memory begins here"),
  TX_MEMORY(17, "what the host sends; the end of DMA memory");

  private static final Section[] BY_INDEX = values();
  private final int code;
  private final String meaning;

  Section(int code, String meaning) {
    this.code = code;
    this.meaning = meaning;
  }

  @Override
  public int code() {
    return code;
  }

  @Override
  public String meaning() {
    return meaning;
  }

  /** Number of sections that this version has. */
  public static int count() {
    return BY_INDEX.length;
  }
}
