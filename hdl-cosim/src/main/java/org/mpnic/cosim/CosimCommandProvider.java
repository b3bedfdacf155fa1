package org.mpnic.cosim;

import org.mpnic.ctl.CommandProvider;
import org.mpnic.ctl.Console;

/** Hangs {@code cosim} below {@code mpnic}. */
public final class CosimCommandProvider implements CommandProvider {
  @Override
  public Object command(Console console) {
    return new CosimCommand();
  }
}
