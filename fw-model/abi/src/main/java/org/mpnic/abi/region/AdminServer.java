package org.mpnic.abi.region;

import java.nio.charset.StandardCharsets;
import org.mpnic.abi.AdminCommand;
import org.mpnic.abi.AdminCommandFlyweight;
import org.mpnic.abi.AdminCompletionFlyweight;
import org.mpnic.abi.AdminLayout;
import org.mpnic.abi.AdminStatus;
import org.mpnic.abi.RegionMemory;
import org.mpnic.abi.RegisterTable;
import org.mpnic.abi.RingLayout;
import org.mpnic.abi.Section;
import org.mpnic.abi.WakeLayout;

/** Device side of the admin queue: takes a command, answers it, takes the next. */
public final class AdminServer {
  private final RegionFile region;
  private final RegionMemory memory;
  private final WakeWord wake;
  private final long commandProducer;
  private final long commandConsumer;
  private final long completionProducer;
  private final AdminCommandFlyweight command = new AdminCommandFlyweight();
  private final AdminCompletionFlyweight completion = new AdminCompletionFlyweight();

  public AdminServer(RegionFile region) {
    this.region = region;
    memory = region.memory();
    wake = new WakeWord(region, WakeLayout.admin());
    RegionLayout layout = region.layout();
    commandProducer = layout.producerIndex(RingLayout.adminCommands());
    commandConsumer = layout.consumerIndex(RingLayout.adminCommands());
    completionProducer = layout.producerIndex(RingLayout.adminCompletions());
  }

  /** Whether a command waits: an acquire load and no allocation. */
  public boolean hasRequest() {
    return memory.getIntAcquire(commandProducer) != memory.getInt(commandConsumer);
  }

  /** The oldest command, copied, or null; it stays the oldest until it is answered. */
  public AdminRequest poll() {
    if (!hasRequest()) {
      return null;
    }
    int mask = region.spec().adminEntries() - 1;
    RegionLayout layout = region.layout();
    int index = memory.getInt(commandConsumer);
    command.wrap(
        memory, layout.offset(Section.ADMIN_COMMANDS) + (long) (index & mask) * AdminLayout.BYTES);
    int opcode = command.opcode();
    long[] arguments = new long[6];
    for (int i = 0; i < arguments.length; i++) {
      arguments[i] = command.argument(i);
    }
    int length = Math.max(0, Math.min(command.dataBytes(), AdminLayout.DATA_HALF_BYTES));
    byte[] data = new byte[length];
    memory.getBytes(layout.offset(Section.ADMIN_DATA), data, 0, length);
    return new AdminRequest(
        AdminCommand.of(opcode), opcode, command.tag(), command.target(), arguments, data);
  }

  /** Answers the oldest command: done, with results (at most five words). */
  public void succeed(AdminRequest request, long... results) {
    respond(request, AdminStatus.OK, new byte[0], results);
  }

  /** Answers the oldest command: refused, with one line for the user. */
  public void fail(AdminRequest request, AdminStatus status, String text) {
    respond(request, status, text.getBytes(StandardCharsets.UTF_8));
  }

  /** Answers the oldest command with bytes (cut at 4096) and results (at most five words). */
  public void respond(AdminRequest request, AdminStatus status, byte[] data, long... results) {
    RegionLayout layout = region.layout();
    int length = Math.min(data.length, AdminLayout.DATA_HALF_BYTES);
    memory.putBytes(
        layout.offset(Section.ADMIN_DATA) + AdminLayout.DATA_HALF_BYTES, data, 0, length);
    int mask = region.spec().adminEntries() - 1;
    int index = memory.getInt(completionProducer);
    long entry =
        layout.offset(Section.ADMIN_COMPLETIONS) + (long) (index & mask) * AdminLayout.BYTES;
    completion.wrap(memory, entry).opcode(request.opcode()).status(status.code());
    completion.tag(request.tag()).dataBytes(length);
    for (int i = 0; i < 5; i++) {
      completion.result(i, i < results.length ? results[i] : 0);
    }
    completion.cycle(region.register(RegisterTable.VIRTUAL_CYCLE));
    memory.putIntRelease(completionProducer, index + 1);
    memory.putIntRelease(commandConsumer, memory.getInt(commandConsumer) + 1);
    wake.signal();
  }
}
