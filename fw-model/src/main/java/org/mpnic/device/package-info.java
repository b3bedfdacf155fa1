/** The device process: ports, threads and the wall clock live here and nowhere else. */
package org.mpnic.device;
