package org.mpnic.driver.stream;

/** What a user of streams is told, all in the thread that calls {@link StreamReceiver}. */
public interface StreamListener {
  /** A listener that keeps no bytes. */
  StreamListener NONE = stream -> StreamSink.NONE;

  /**
   * A stream has its first byte, or an end without any.
   *
   * @return where its bytes go; never null
   */
  StreamSink opened(DataStream stream);

  /** A subflow's handshake is complete: the first one's, or a join's whose HMACs are right. */
  default void subflowJoined(DataStream stream, SubflowView subflow) {}

  /**
   * A mapping with a DSS checksum is whole, and the first copies of its bytes were summed (RFC 8684
   * section 3.3.1), by the card or in software. Told once for each subflow sequence number.
   */
  default void mappingJudged(DataStream stream, MappingVerdict verdict) {}

  /** The stream goes on as plain TCP (RFC 8684 section 3.7). */
  default void fallback(DataStream stream) {}

  /** Its sender's FIN, a RST or MP_FASTCLOSE was seen; late data may still come. */
  default void marked(DataStream stream) {}

  /** No more bytes will come; the figures are final, the sink is closed. */
  default void closed(DataStream stream) {}
}
