package org.mpnic.testbed.conversation;

import java.util.Set;

/**
 * What a generator makes; with a seed it determines every byte.
 *
 * @param scenarios features that every conversation has
 * @param mix whether each conversation has random other features besides
 * @param conversations how many run at the same time, 1 to 200
 * @param streamBytes most data per direction, 1 or more; a scenario that needs more takes more
 * @param ports of the card over which the frames are spread, 1 or more
 */
public record ConversationOptions(
    Set<Scenario> scenarios, boolean mix, int conversations, int streamBytes, int ports) {

  /** One conversation with these features and no others. */
  public static ConversationOptions only(Scenario... scenarios) {
    return new ConversationOptions(Set.of(scenarios), false, 1, 60_000, 1);
  }

  /** Three conversations at once with random features. */
  public static ConversationOptions anything() {
    return new ConversationOptions(Set.of(), true, 3, 60_000, 1);
  }

  /** The same with another number of conversations. */
  public ConversationOptions withConversations(int count) {
    return new ConversationOptions(scenarios, mix, count, streamBytes, ports);
  }

  /** The same with streams of another size. */
  public ConversationOptions withStreamBytes(int bytes) {
    return new ConversationOptions(scenarios, mix, conversations, bytes, ports);
  }

  /** The same spread over another number of ports. */
  public ConversationOptions withPorts(int count) {
    return new ConversationOptions(scenarios, mix, conversations, streamBytes, count);
  }
}
