package io.github.websocketstarter.test;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import io.github.websocketstarter.test.HttpRequest.Header;

/**
 * Makes the frames of a header block, each field as a literal that is not indexed (RFC
 * 7541 §6.2.2): nothing is compressed, so nothing can be confused.
 */
final class HeaderEncoder {

	private static final int MAXIMUM_FRAME = 16384;

	private HeaderEncoder() {
	}

	static List<Http2Frame> frames(int streamId, Http2Request request) {
		byte[] block = block(request.headers());
		List<Http2Frame> frames = new ArrayList<>();
		int start = 0;
		do {
			int end = Math.min(block.length, start + MAXIMUM_FRAME);
			int type = (start == 0) ? Http2Frame.HEADERS : Http2Frame.CONTINUATION;
			int flags = (end == block.length) ? Http2Frame.END_HEADERS : 0;
			flags |= (start == 0 && request.endStream()) ? Http2Frame.END_STREAM : 0;
			frames.add(Http2Frame.of(type, flags, streamId, Arrays.copyOfRange(block, start, end)));
			start = end;
		}
		while (start < block.length);
		return frames;
	}

	static byte[] block(List<Header> headers) {
		ByteArrayOutputStream block = new ByteArrayOutputStream();
		for (Header header : headers) {
			block.write(0);
			write(block, header.name());
			write(block, header.value());
		}
		return block.toByteArray();
	}

	private static void write(ByteArrayOutputStream block, String text) {
		byte[] octets = text.getBytes(StandardCharsets.ISO_8859_1);
		if (octets.length < 127) {
			block.write(octets.length);
		}
		else {
			block.write(127);
			int rest = octets.length - 127;
			for (; rest >= 128; rest >>>= 7) {
				block.write(rest & 127 | 128);
			}
			block.write(rest);
		}
		block.writeBytes(octets);
	}

}
