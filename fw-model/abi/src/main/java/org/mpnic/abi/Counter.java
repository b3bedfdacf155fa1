package org.mpnic.abi;

/**
 * One counter, or an array of them.
 *
 * @param name lower case with underscores, unique
 * @param index of its first u64 in section COUNTERS
 * @param count elements: 1, ports, queues or reasons
 * @param scope what the elements are
 * @param gauge whether it may fall: a level, not a count
 * @param unit unit of the value
 * @param meaning one sentence without a full stop
 */
public record Counter(
    String name, int index, int count, Scope scope, boolean gauge, String unit, String meaning) {

  /** What the elements of a counter array are. */
  public enum Scope {
    CARD,
    PORT,
    QUEUE,
    REASON
  }

  /** Name of one element: name, name[port 1], name[queue 3], name[no_mapping]. */
  public String label(int element) {
    return switch (scope) {
      case CARD -> name;
      case PORT -> name + "[port " + element + "]";
      case QUEUE -> name + "[queue " + element + "]";
      case REASON -> name + "[" + Reason.label(element) + "]";
    };
  }
}
