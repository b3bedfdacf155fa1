package org.mpnic.driver.inspect;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.mpnic.abi.AbiLimits;
import org.mpnic.abi.Counter;
import org.mpnic.abi.CounterTable;
import org.mpnic.abi.Field;
import org.mpnic.abi.Reason;
import org.mpnic.abi.RegisterTable;
import org.mpnic.abi.RingLayout;
import org.mpnic.abi.region.RegionException;
import org.mpnic.abi.region.RegionFile;
import org.mpnic.abi.region.RegionLayout;
import org.mpnic.abi.region.RegionSpec;

/**
 * What one card's region holds, read while device and host go on. Each value is read at once;
 * values read one after the other need not belong to one moment.
 */
public final class CardView implements AutoCloseable {
  private final RegionFile file;
  private final RegionSpec spec;

  private CardView(RegionFile file) {
    this.file = file;
    this.spec = file.spec();
  }

  /**
   * Opens a card's region, whether a device serves it or not.
   *
   * @throws RegionException no such card, no permission, not a region or one of another version
   */
  public static CardView open(Path directory, String name) {
    return new CardView(RegionFile.open(CardDirectory.find(directory, name).region()));
  }

  /** Every register, arrays by element, in order of their offsets. */
  public List<NamedValue> registers() {
    List<NamedValue> values = new ArrayList<>();
    for (Field field : RegisterTable.LAYOUT.fields()) {
      for (int element = 0; element < elements(field); element++) {
        String name = field.count() == 1 ? field.name() : field.name() + "[" + element + "]";
        long value = file.register(field.offset() + element * field.bytes());
        values.add(
            new NamedValue(name, value, field.unit(), field.access().label(), field.meaning()));
      }
    }
    return values;
  }

  private int elements(Field field) {
    return switch (field.count()) {
      case AbiLimits.MAX_PORTS -> spec.ports();
      case AbiLimits.MAX_QUEUES -> spec.queues();
      default -> field.count();
    };
  }

  /** Every counter of the table, arrays by element, in order of their index. */
  public List<NamedValue> counters() {
    List<NamedValue> values = new ArrayList<>();
    for (Counter counter : CounterTable.ALL) {
      for (int element = 0; element < counter.count(); element++) {
        long value = file.counter(counter.index() + element);
        if (value != 0 || exists(counter.scope(), element)) {
          values.add(
              new NamedValue(
                  counter.label(element), value, counter.unit(), "RO", meaning(counter, element)));
        }
      }
    }
    return values;
  }

  private boolean exists(Counter.Scope scope, int element) {
    return switch (scope) {
      case CARD -> true;
      case PORT -> element < spec.ports();
      case QUEUE -> element < spec.queues();
      case REASON -> Reason.of(element) != null;
    };
  }

  private static String meaning(Counter counter, int element) {
    Reason reason = counter.scope() == Counter.Scope.REASON ? Reason.of(element) : null;
    return reason == null ? counter.meaning() : reason.meaning();
  }

  /** Every ring with its indices. */
  public List<RingState> rings() {
    List<RingState> rings = new ArrayList<>();
    rings.add(ring("admin_commands", "host", RingLayout.adminCommands(), spec.adminEntries()));
    rings.add(
        ring("admin_completions", "device", RingLayout.adminCompletions(), spec.adminEntries()));
    rings.add(ring("events", "device", RingLayout.events(), spec.eventEntries()));
    for (int queue = 0; queue < spec.queues(); queue++) {
      rings.add(
          ring(
              "rx_descriptors[queue " + queue + "]",
              "host",
              RingLayout.descriptors(queue),
              spec.ringEntries()));
      rings.add(
          ring(
              "rx_completions[queue " + queue + "]",
              "device",
              RingLayout.completions(queue),
              spec.completionEntries()));
    }
    for (int queue = 0; queue < spec.txQueues(); queue++) {
      rings.add(
          ring(
              "tx_descriptors[queue " + queue + "]",
              "host",
              RingLayout.txDescriptors(spec.queues(), queue),
              spec.txRingEntries()));
      rings.add(
          ring(
              "tx_completions[queue " + queue + "]",
              "device",
              RingLayout.txCompletions(spec.queues(), queue),
              spec.txRingEntries()));
    }
    return rings;
  }

  private RingState ring(String name, String producer, int ring, int entries) {
    RegionLayout layout = file.layout();
    int consumed = file.memory().getIntAcquire(layout.consumerIndex(ring));
    int produced = file.memory().getIntAcquire(layout.producerIndex(ring));
    return new RingState(
        name,
        producer,
        entries,
        Integer.toUnsignedLong(produced),
        Integer.toUnsignedLong(consumed),
        Integer.toUnsignedLong(produced - consumed));
  }

  /** Every connection that the firmware's mirror shows, with its subflows. */
  public List<ConnectionState> connections() {
    return new MirrorReader(file).connections();
  }

  @Override
  public void close() {
    file.close();
  }
}
