package org.mpnic.driver.stream;

import java.util.*;
import org.junit.jupiter.api.Test;
import org.mpnic.abi.*;
import org.mpnic.model.config.NicConfig;
import org.mpnic.testbed.conversation.*;
import org.mpnic.wire.*;

class DebugTmpTest {
  @Test
  void debug() {
    final NicConfig card =
        NicConfig.DEFAULT.toBuilder().queues(2).ringEntries(1024).hostLatencyCycles(100).build();
    var g =
        ConversationGenerator.generate(
            Integer.getInteger("dseed", 1),
            ConversationOptions.only(Scenario.valueOf(System.getProperty("dscen", "OVERLAPS"))));
    List<byte[]> frames = Conversation.completed(g.frames());
    boolean[] shown = new boolean[frames.size()];
    Arrays.fill(shown, true);
    CardRun run = new CardRun(card);
    run.trace =
        f -> {
          FrameHeader h = new FrameHeader();
          FrameParser.parse(f.bytes, 0, f.length, ParserLimits.UNLIMITED, h);
          System.out.println(
              f.cycle
                  + " "
                  + f.frame
                  + " "
                  + f.type
                  + " "
                  + f.verdict
                  + " reason "
                  + Reason.label(f.reason)
                  + " ["
                  + CompletionFlags.describe(f.flags)
                  + "] sub "
                  + f.subflow
                  + " ssn "
                  + f.ssn
                  + " len "
                  + f.payloadLength
                  + " dsn "
                  + f.dsn
                  + " map "
                  + f.mappingLength
                  + " ck "
                  + f.dssChecksum
                  + (f.type == CompletionType.PACKET
                      ? " | port "
                          + h.sourcePort
                          + " dss "
                          + (h.hasMptcp(2) && h.hasMapping
                              ? h.dssSsn + "+" + h.dssLength + " dsn " + h.dsn
                              : "-")
                      : ""));
        };
    for (DataStream s : run.run(frames, shown)) System.out.println(Conversation.line(s));
  }
}
