package org.mpnic.device.port;

import java.nio.file.Path;

/**
 * How a capture enters the card.
 *
 * @param capture the file, pcap or pcapng
 * @param port port that all frames enter, or -1: the interfaces of a pcapng file go to the ports in
 *     turn
 * @param captureTiming frames arrive at the times of the capture, as far as the line's rate allows;
 *     otherwise back to back
 * @param asCaptured frames stay as the capture has them: none is cut, no checksum completed
 */
public record CaptureOptions(Path capture, int port, boolean captureTiming, boolean asCaptured) {}
