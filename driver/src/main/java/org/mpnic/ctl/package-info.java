/** The control tool, over the driver's public API only. */
package org.mpnic.ctl;
