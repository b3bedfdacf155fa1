package org.mpnic.cosim.twin;

import org.mpnic.cosim.lockstep.StageTwin;

/** A twin whose words may be given instead of random. */
interface GuidedTwin extends StageTwin {
  /** Takes words and writes from here; to be called before the first cycle. */
  void follow(GivenInput input);
}
