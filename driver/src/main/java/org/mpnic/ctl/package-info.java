/**
 * The control tool {@code mpnic}: one class per noun of the command line, over the driver's public
 * interface only.
 *
 * <p>May import org.mpnic.driver, picocli and jackson; a device is another process, known here by
 * its main class' name.
 */
package org.mpnic.ctl;
