/**
 * The transmit datapath, one class per stage; may import {@code org.mpnic.abi}, {@code
 * org.mpnic.wire} and {@code org.mpnic.model}.
 */
package org.mpnic.model.tx;
