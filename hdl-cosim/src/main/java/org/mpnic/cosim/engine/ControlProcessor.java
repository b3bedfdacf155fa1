package org.mpnic.cosim.engine;

import java.util.ArrayDeque;
import org.mpnic.abi.CounterTable;
import org.mpnic.abi.QueueState;
import org.mpnic.cosim.lockstep.Signal;
import org.mpnic.cosim.lockstep.StagePorts;
import org.mpnic.cosim.lockstep.Stimulus;
import org.mpnic.cosim.twin.CompletionImages;
import org.mpnic.cosim.twin.ControlPorts;
import org.mpnic.model.config.NicConfig;
import org.mpnic.model.rx.HeaderStages;
import org.mpnic.model.rx.HeaderWord;
import org.mpnic.model.top.CompletionWord;
import org.mpnic.model.top.EventBacklog;
import org.mpnic.model.top.FirmwareProgram;

/**
 * The control processor beside the RTL: its program takes the header events that come out, and what
 * it writes goes in by the second table ports, in the cycles in which the model's would hold.
 */
final class ControlProcessor implements RtlPart {
  /** An input of one cycle. */
  private record Command(long cycle, ControlPorts.Command input, long... values) {}

  private final FirmwareProgram program;
  private final EventBacklog events;
  private final FrameLedger ledger;
  private final long[] counters;
  private final int eventCycles;
  private final ControlPorts inputs;
  private final Signal eventEnters;
  private final Signal eventLost;
  private final Signal eventPort;
  private final HeaderEvents words;
  private final HeaderWord word = new HeaderWord();

  /** By kind, in the order of their cycles. */
  private final ArrayDeque<Command> commands = new ArrayDeque<>();

  private final ArrayDeque<Command> indirections = new ArrayDeque<>();
  private final ArrayDeque<Own> owns = new ArrayDeque<>();

  /** Cycles in which events are taken. */
  private final ArrayDeque<Long> starts = new ArrayDeque<>();

  private RtlRun run;
  private long done;
  private boolean handled;

  /** An entry of its own. */
  private record Own(long cycle, long[] image) {}

  ControlProcessor(
      NicConfig config,
      StagePorts stage,
      HeaderStages stages,
      FirmwareProgram program,
      EventBacklog events,
      FrameLedger ledger,
      long[] counters) {
    this.program = program;
    this.events = events;
    this.ledger = ledger;
    this.counters = counters;
    eventCycles = config.firmwareEventCycles();
    inputs = new ControlPorts(config, stage, stages);
    eventEnters = stage.output("dut.event_offered && dut.event_ready", 1);
    eventLost = stage.output("dut.event_offered && !dut.event_ready", 1);
    eventPort = stage.output("dut.event_port", 4);
    words = new HeaderEvents(stage.output("dut.event_word", HeaderEvents.BITS));
    for (int place = 0; place < config.indirectionEntries(); place++) {
      indirection(place, place, stages.steering().indirection(place));
    }
  }

  /** The run that this stands beside; before the first cycle. */
  void beside(RtlRun newRun) {
    run = newRun;
  }

  /** The signal that ends a batch: an event enters. */
  Signal stop() {
    return eventEnters;
  }

  void state(long cycle, int queue, QueueState newState) {
    commands.add(new Command(cycle, inputs.state(), queue, newState.code()));
  }

  void reset(long cycle, int queue) {
    commands.add(new Command(cycle, inputs.reset(), queue));
  }

  void moderate(long cycle, int queue, int count, int cycles) {
    int most = Math.min(count, ControlPorts.MOST_COUNT);
    commands.add(new Command(cycle, inputs.moderate(), queue, most, cycles));
  }

  /** Writes a place of the indirection table, in a cycle or behind the last of such writes. */
  void indirection(long cycle, int place, int queue) {
    long last = indirections.isEmpty() ? -1 : indirections.peekLast().cycle();
    long at = Math.max(cycle, last + 1);
    indirections.add(new Command(at, inputs.indirection(), place, queue));
  }

  /** Gives an entry of its own to the completion writer, in a cycle or behind the last one. */
  void complete(long cycle, CompletionWord entry) {
    long last = owns.isEmpty() ? -1 : owns.peekLast().cycle();
    owns.add(new Own(Math.max(cycle, last + 1), CompletionImages.of(entry)));
  }

  @Override
  public int reactionCycles() {
    return eventCycles + 1;
  }

  @Override
  public long nextDrive(long cycle) {
    if (!commands.isEmpty() || !indirections.isEmpty() || !owns.isEmpty() || !starts.isEmpty()) {
      return cycle;
    }
    return inputs.hasNoWrites() && done < cycle ? Long.MAX_VALUE : cycle;
  }

  @Override
  public void drive(long cycle, Stimulus stimulus) {
    inputs.drive(cycle, stimulus);
    if (!starts.isEmpty() && starts.peek() == cycle) {
      starts.remove();
      inputs.takeEvent(stimulus);
    }
    drive(commands, cycle, stimulus);
    drive(indirections, cycle, stimulus);
    if (!owns.isEmpty() && owns.peek().cycle() <= cycle) {
      inputs.complete(stimulus, owns.remove().image());
    }
  }

  private static void drive(ArrayDeque<Command> list, long cycle, Stimulus stimulus) {
    if (list.isEmpty() || list.peek().cycle() > cycle) {
      return;
    }
    Command command = list.remove();
    command.input().give(stimulus, command.values());
  }

  @Override
  public boolean observe(long cycle, Outputs outputs) {
    if (outputs.any(eventLost)) {
      counters[CounterTable.FIRMWARE_EVENT_OVERFLOWS]++;
    }
    if (outputs.any(eventEnters) && !handled) {
      handle(cycle, outputs);
      handled = true;
    }
    if (!events.isEmpty() && !events.drain()) {
      return false;
    }
    handled = false;
    return true;
  }

  private void handle(long cycle, Outputs outputs) {
    long start = Math.max(cycle + 1, done);
    done = start + eventCycles;
    Stimulus driven = run.amend(start);
    if (driven == null) {
      starts.add(start);
    } else {
      inputs.takeEvent(driven);
    }
    counters[CounterTable.FIRMWARE_EVENTS]++;
    if (program == null) {
      return;
    }
    int port = outputs.getInt(eventPort);
    words.read(outputs, word);
    word.port = port;
    FrameInput.Frame frame = ledger.kept(port, word.frame);
    word.buffer = frame.buffer();
    word.offset = frame.offset();
    word.frameBytes = frame.length();
    word.flowHit = false;
    program.onHeader(word, start, done);
  }
}
