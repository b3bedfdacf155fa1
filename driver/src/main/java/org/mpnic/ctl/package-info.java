/**
 * The control tool {@code mpnic}: one class per noun of the command line, over the driver's public
 * interface only.
 *
 * <p>May import org.mpnic.driver, the tables of org.mpnic.abi for names, org.mpnic.wire.capture to
 * write captures, picocli and jackson. A device is another process, known here by the name of its
 * main class.
 */
package org.mpnic.ctl;
