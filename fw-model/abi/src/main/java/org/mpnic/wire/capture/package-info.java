/** Capture files, read and written. Imports org.mpnic.wire only. */
package org.mpnic.wire.capture;
