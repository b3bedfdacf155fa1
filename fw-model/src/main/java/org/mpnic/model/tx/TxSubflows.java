package org.mpnic.model.tx;

import java.util.Arrays;
import org.mpnic.model.config.NicConfig;
import org.mpnic.model.table.ContextArray;
import org.mpnic.wire.BigEndian;

/**
 * The contexts of the transmit subflows: identity and header template, registers that the control
 * processor sets while data flows, and the next SSN.
 *
 * <p>A write that is effective at cycle e holds for decisions that begin later than e, see {@link
 * ContextArray}. The tables of the transmit side take one write every 4 cycles, see {@link
 * TxConnections}.
 */
public final class TxSubflows {
  private static final int VALID = 0;
  private static final int PORT = 4;
  private static final int TEMPLATE_BYTES = 8;
  private static final int CONNECTION = 16;
  private static final int RECEIVE_SUBFLOW = 40;
  private static final int SEQUENCE_WORD = 1;
  private static final int MSS = 32;
  private static final int L3_OFFSET = 48;
  private static final int L4_OFFSET = 56;
  private static final int TIMESTAMP_WORD = 2;
  private static final int WINDOW_SCALE = 8;
  private static final int MAX_WINDOW_SCALE = 14;
  private static final int TEMPLATE_WORD = 3;
  private static final int CONFIG_WORDS = TEMPLATE_WORD + TxSubflowEntry.MAX_TEMPLATE_BYTES / 8;

  private static final int TARGET_CONNECTION = 1;

  private static final int WEIGHT = 32;
  private static final int STOPPED = 40;
  private static final int BACKUP = 41;
  private static final int RTT_WORD = 1;
  private static final int CONTROL_WORDS = 2;
  private static final int STATE_WORDS = 1;

  private final NicConfig nic;
  private final TxConnections connections;
  private final ContextArray config;
  private final ContextArray control;
  private final ContextArray state;

  /** What tx_descriptor_check asks: which subflows there are, and their connections. */
  private final ContextArray targets;

  private final long[] targetValue = new long[1];
  private final long[] configValue = new long[CONFIG_WORDS];
  private final long[] controlValue = new long[CONTROL_WORDS];
  private final long[] stateValue = new long[STATE_WORDS];

  /** By subflow: decisions of subflow_scheduler whose data is not all cut into segments yet. */
  private final int[] undelivered;

  /** No subflow is programmed. */
  public TxSubflows(NicConfig nic, TxConnections connections) {
    this.nic = nic;
    this.connections = connections;
    int entries = nic.transmit().subflows();
    this.config = new ContextArray("tx_subflow", entries, CONFIG_WORDS);
    this.control = new ContextArray("tx_subflow_control", entries, CONTROL_WORDS);
    this.state = new ContextArray("tx_subflow_state", entries, STATE_WORDS);
    this.targets = new ContextArray("tx_subflow_target", entries, 1);
    this.undelivered = new int[entries];
  }

  /** Why an entry cannot be programmed: one line naming field, value and range; null if it can. */
  public String refusal(int subflow, TxSubflowEntry entry) {
    if (subflow < 0 || subflow >= config.entries()) {
      return "transmit subflow " + subflow + ", the card has 0.." + (config.entries() - 1);
    }
    if (entry.port < 0 || entry.port >= nic.ports()) {
      return "port " + entry.port + ", the card has 0.." + (nic.ports() - 1);
    }
    if (entry.receiveSubflow < 0 || entry.receiveSubflow >= nic.subflows()) {
      return "receive subflow "
          + entry.receiveSubflow
          + ", the card has 0.."
          + (nic.subflows() - 1);
    }
    if (entry.weight < 1 || entry.weight > 255) {
      return "weight " + entry.weight + ", it must be 1..255";
    }
    if (entry.windowScale < 0 || entry.windowScale > MAX_WINDOW_SCALE) {
      return "window scale " + entry.windowScale + ", it must be 0.." + MAX_WINDOW_SCALE;
    }
    String template = templateRefusal(entry);
    return template != null ? template : formatRefusal(entry);
  }

  /** Why a connection cannot be changed to the entry beside its subflows; null if it can. */
  public String refusal(TxConnectionEntry entry) {
    int format = DssOption.format(entry.dataAckBytes, entry.dsnBytes, entry.checksum);
    for (int place = 0; place < entry.subflowCount; place++) {
      config.read(entry.subflows[place], configValue);
      long sequence = configValue[SEQUENCE_WORD];
      int template = (int) (configValue[0] >>> TEMPLATE_BYTES) & 0xff;
      int options = template - (int) (sequence >>> L4_OFFSET & 0xff) - DssOption.TCP_HEADER_BYTES;
      if (DssOption.fitted(format, options) < 0) {
        return "no room for the DSS option beside "
            + options
            + " bytes of TCP options of transmit subflow "
            + entry.subflows[place];
      }
    }
    return null;
  }

  private static String templateRefusal(TxSubflowEntry entry) {
    int bytes = entry.templateBytes;
    int l3 = entry.l3Offset;
    int l4 = entry.l4Offset;
    if (l3 < 14 || l4 < l3 + 20 || bytes < l4 + 20 || bytes > TxSubflowEntry.MAX_TEMPLATE_BYTES) {
      return "header template of "
          + bytes
          + " bytes with IP at "
          + l3
          + " and TCP at "
          + l4
          + ": they must follow each other, "
          + TxSubflowEntry.MAX_TEMPLATE_BYTES
          + " bytes in all";
    }
    // Ethernet has 14 bytes, a VLAN tag and words of IP and TCP have 4.
    if ((l3 & 3) != 2) {
      return "header template with IP at " + l3 + ", it must be at 14, 18 or 22";
    }
    int ipVersion = entry.template[l3] >> 4 & 0xf;
    boolean ipv4 = ipVersion == 4 && l4 - l3 == (entry.template[l3] & 0xf) * 4;
    if (!ipv4 && (ipVersion != 6 || l4 - l3 < 40 || (l4 - l3 & 7) != 0)) {
      return "header template: no IPv4 or IPv6 header of " + (l4 - l3) + " bytes at " + l3;
    }
    int options = entry.templateOptionBytes();
    if ((options & 3) != 0 || options > DssOption.OPTION_BYTES) {
      return "header template with " + options + " bytes of TCP options, 0..40 by fours";
    }
    int timestamps = entry.timestampOffset;
    boolean inside = timestamps >= l4 + 20 + 2 && timestamps <= bytes - 8;
    if (timestamps != 0 && (!inside || (timestamps & 3) != 2)) {
      return "TSval at " + timestamps + ", it must be at a multiple of 4 of the TCP options";
    }
    return null;
  }

  private String formatRefusal(TxSubflowEntry entry) {
    int connection = entry.connection;
    if (connection < 0 || connection >= nic.transmit().connections()) {
      return "transmit connection "
          + connection
          + ", the card has 0.."
          + (nic.transmit().connections() - 1);
    }
    int format = connections.programmedFormat(connection);
    if (format < 0) {
      return "transmit connection " + connection + " is not programmed";
    }
    int options = entry.templateOptionBytes();
    if (DssOption.fitted(format, options) < 0) {
      return "no room for the DSS option beside " + options + " bytes of TCP options";
    }
    int longest = nic.maxTransmitBytes() - entry.l4Offset - DssOption.TCP_HEADER_BYTES;
    if (entry.mss < 64 || entry.mss > longest) {
      return "MSS " + entry.mss + ", with this header it must be 64.." + longest;
    }
    return null;
  }

  /**
   * Programs a subflow, with its registers and its next SSN; its connection stands in the table
   * already.
   *
   * @return cycle from which on it holds
   * @throws IllegalArgumentException with the text of {@link #refusal}
   */
  public long program(int subflow, TxSubflowEntry entry, long cycle) {
    String refusal = refusal(subflow, entry);
    if (refusal != null) {
      throw new IllegalArgumentException(refusal);
    }
    stateValue[0] = entry.nextSsn & 0xffff_ffffL;
    state.write(connections.writes().take(cycle), subflow, stateValue);
    controlValue[0] =
        entry.sendLimit & 0xffff_ffffL
            | (long) entry.weight << WEIGHT
            | (entry.stopped ? 1L << STOPPED : 0)
            | (entry.backup ? 1L << BACKUP : 0);
    controlValue[RTT_WORD] = entry.smoothedRttMicros & 0xffff_ffffL;
    control.write(connections.writes().take(cycle), subflow, controlValue);
    Arrays.fill(configValue, 0);
    configValue[0] =
        1L << VALID
            | (long) entry.port << PORT
            | (long) entry.templateBytes << TEMPLATE_BYTES
            | (long) entry.connection << CONNECTION
            | (long) entry.receiveSubflow << RECEIVE_SUBFLOW;
    configValue[SEQUENCE_WORD] =
        entry.initialSequence & 0xffff_ffffL
            | (long) entry.mss << MSS
            | (long) entry.l3Offset << L3_OFFSET
            | (long) entry.l4Offset << L4_OFFSET;
    configValue[TIMESTAMP_WORD] = entry.timestampOffset | entry.windowScale << WINDOW_SCALE;
    for (int i = 0; i < TxSubflowEntry.MAX_TEMPLATE_BYTES / 8; i++) {
      configValue[TEMPLATE_WORD + i] = BigEndian.i64(entry.template, i * 8);
    }
    long holds = config.write(connections.writes().take(cycle), subflow, configValue);
    targetValue[0] = 1L << VALID | (long) entry.connection << TARGET_CONNECTION;
    targets.write(holds, subflow, targetValue);
    return holds;
  }

  /**
   * Takes a subflow out of the table: no new data, and no mapping may name it. What was given to it
   * and mappings that were taken in before leave by its context, which lasts until it is programmed
   * anew.
   */
  public long remove(int subflow, long cycle) {
    targetValue[0] = 0;
    targets.write(cycle, subflow, targetValue);
    config.read(subflow, configValue);
    configValue[0] &= ~(1L << VALID);
    return config.write(connections.writes().take(cycle), subflow, configValue);
  }

  /** Sets the SSN behind the last byte that may be sent; returns the cycle from which it holds. */
  public long sendLimit(int subflow, int ssn, long cycle) {
    control.read(subflow, controlValue);
    controlValue[0] = controlValue[0] & ~0xffff_ffffL | ssn & 0xffff_ffffL;
    return control.write(connections.writes().take(cycle), subflow, controlValue);
  }

  /** Sets the share under policy weighted, 1 to 255. */
  public long weight(int subflow, int weight, long cycle) {
    if (weight < 1 || weight > 255) {
      throw new IllegalArgumentException("weight " + weight + ", it must be 1..255");
    }
    control.read(subflow, controlValue);
    controlValue[0] = controlValue[0] & ~(0xffL << WEIGHT) | (long) weight << WEIGHT;
    return control.write(connections.writes().take(cycle), subflow, controlValue);
  }

  /** Sets the smoothed round-trip time, microseconds. */
  public long smoothedRtt(int subflow, int micros, long cycle) {
    control.read(subflow, controlValue);
    controlValue[RTT_WORD] = micros & 0xffff_ffffL;
    return control.write(connections.writes().take(cycle), subflow, controlValue);
  }

  /** Stops a subflow, or lets it go on; see {@link #drained}. */
  public long stopped(int subflow, boolean stopped, long cycle) {
    return flag(subflow, STOPPED, stopped, cycle);
  }

  /** Makes a subflow a backup, or a normal one. */
  public long backup(int subflow, boolean backup, long cycle) {
    return flag(subflow, BACKUP, backup, cycle);
  }

  private long flag(int subflow, int shift, boolean value, long cycle) {
    control.read(subflow, controlValue);
    controlValue[0] = controlValue[0] & ~(1L << shift) | (value ? 1L << shift : 0);
    return control.write(connections.writes().take(cycle), subflow, controlValue);
  }

  /** Nothing that was given to the subflow is left to be cut into segments. */
  public boolean drained(int subflow) {
    return undelivered[subflow] == 0;
  }

  /**
   * SSN of the next byte that subflow_scheduler gives to it, as the last {@link #settle} has it.
   */
  int nextSsn(int subflow) {
    return (int) state.words()[state.base(subflow)];
  }

  /** The same as the control processor sees it: as it has programmed it, if that is pending. */
  public int programmedNextSsn(int subflow) {
    state.read(subflow, stateValue);
    return (int) stateValue[0];
  }

  /** Tables that the control processor writes, for tools that replay its writes. */
  public ContextArray[] tables() {
    return new ContextArray[] {config, control, state, targets};
  }

  /** Takes the writes that hold for a descriptor that arrives in this cycle. */
  void settleTargets(long cycle) {
    targets.settle(cycle);
  }

  /** Connection of the subflow as {@link #settleTargets} has it, -1 if there is no such subflow. */
  int targetConnection(int subflow) {
    if (subflow < 0 || subflow >= targets.entries()) {
      return -1;
    }
    long target = targets.words()[targets.base(subflow)];
    return (target & 1) == 0 ? -1 : (int) (target >>> TARGET_CONNECTION);
  }

  /** Takes the writes that hold for a decision of this cycle. */
  public void settle(long cycle) {
    config.settle(cycle);
    control.settle(cycle);
    state.settle(cycle);
  }

  private long word(int subflow, int word) {
    return config.words()[config.base(subflow) + word];
  }

  boolean valid(int subflow) {
    return subflow >= 0 && subflow < config.entries() && (word(subflow, 0) & 1) != 0;
  }

  int port(int subflow) {
    return (int) (word(subflow, 0) >>> PORT) & 0xf;
  }

  /** Connection of a subflow, as the last {@link #settle} has left it. */
  public int connection(int subflow) {
    return (int) (word(subflow, 0) >>> CONNECTION) & 0xfffff;
  }

  /** Receive subflow of the opposite direction. */
  public int receiveSubflow(int subflow) {
    return (int) (word(subflow, 0) >>> RECEIVE_SUBFLOW) & 0xfffff;
  }

  int templateBytes(int subflow) {
    return (int) (word(subflow, 0) >>> TEMPLATE_BYTES) & 0xff;
  }

  int initialSequence(int subflow) {
    return (int) word(subflow, SEQUENCE_WORD);
  }

  int mss(int subflow) {
    return (int) (word(subflow, SEQUENCE_WORD) >>> MSS) & 0xffff;
  }

  int l3Offset(int subflow) {
    return (int) (word(subflow, SEQUENCE_WORD) >>> L3_OFFSET) & 0xff;
  }

  int l4Offset(int subflow) {
    return (int) (word(subflow, SEQUENCE_WORD) >>> L4_OFFSET) & 0xff;
  }

  int timestampOffset(int subflow) {
    return (int) word(subflow, TIMESTAMP_WORD) & 0xff;
  }

  int windowScale(int subflow) {
    return (int) word(subflow, TIMESTAMP_WORD) >>> WINDOW_SCALE & 0xf;
  }

  int templateOptionBytes(int subflow) {
    return templateBytes(subflow) - l4Offset(subflow) - DssOption.TCP_HEADER_BYTES;
  }

  /** Copies the header template to the start of {@code header}; returns its bytes. */
  int template(int subflow, byte[] header) {
    int bytes = templateBytes(subflow);
    long[] words = config.words();
    int word = config.base(subflow) + TEMPLATE_WORD;
    for (int i = 0; i < bytes; i += 8) {
      BigEndian.put64(header, i, words[word++]);
    }
    return bytes;
  }

  private long controlWord(int subflow) {
    return control.words()[control.base(subflow)];
  }

  int sendLimit(int subflow) {
    return (int) controlWord(subflow);
  }

  int weight(int subflow) {
    return (int) (controlWord(subflow) >>> WEIGHT) & 0xff;
  }

  boolean stopped(int subflow) {
    return (controlWord(subflow) >>> STOPPED & 1) != 0;
  }

  boolean backup(int subflow) {
    return (controlWord(subflow) >>> BACKUP & 1) != 0;
  }

  long smoothedRttMicros(int subflow) {
    return control.words()[control.base(subflow) + RTT_WORD] & 0xffff_ffffL;
  }

  /** subflow_scheduler gives bytes, or 0 and DATA_FIN, to the subflow. */
  public void give(int subflow, int bytes) {
    state.words()[state.base(subflow)] = nextSsn(subflow) + bytes & 0xffff_ffffL;
    undelivered[subflow]++;
  }

  /** The segmenter has cut the last segment of what one decision gave to the subflow. */
  public void delivered(int subflow) {
    undelivered[subflow]--;
  }

  /** As after power-on. */
  public void reset() {
    config.reset();
    control.reset();
    state.reset();
    targets.reset();
    Arrays.fill(undelivered, 0);
  }
}
