package io.github.websocketstarter.test;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.DefaultHttp2HeadersDecoder;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2HeadersDecoder;
import org.jspecify.annotations.Nullable;

/**
 * Puts header blocks together and decodes them. One for a connection, for use by its
 * reading thread.
 */
final class HeaderDecoder {

	private static final int MAXIMUM_SIZE = 64 << 10;

	private final Http2HeadersDecoder decoder = new DefaultHttp2HeadersDecoder(true, MAXIMUM_SIZE);

	private final ByteArrayOutputStream block = new ByteArrayOutputStream();

	// of the HEADERS frame that CONTINUATION frames may follow
	private boolean endStream;

	/**
	 * Take a frame.
	 * @param frame a HEADERS or CONTINUATION frame
	 * @return the headers as an answer without body, or {@code null} while more frames
	 * are to come
	 */
	@Nullable HttpAnswer decode(Http2Frame frame) {
		if (frame.type() == Http2Frame.HEADERS) {
			this.endStream = frame.has(Http2Frame.END_STREAM);
		}
		this.block.writeBytes((frame.type() == Http2Frame.HEADERS) ? frame.content() : frame.payload());
		if (!frame.has(Http2Frame.END_HEADERS)) {
			return null;
		}
		byte[] octets = this.block.toByteArray();
		this.block.reset();
		try {
			return answer(this.decoder.decodeHeaders(frame.streamId(), Unpooled.wrappedBuffer(octets)));
		}
		catch (Http2Exception ex) {
			throw new AssertionError("expected headers that are legal in HTTP/2 but " + ex.getMessage(), ex);
		}
	}

	// whether the block decoded last ends the stream
	boolean endStream() {
		return this.endStream;
	}

	private static HttpAnswer answer(Http2Headers decoded) {
		Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
		for (Map.Entry<CharSequence, CharSequence> header : decoded) {
			headers.computeIfAbsent(header.getKey().toString(), (name) -> new ArrayList<>())
				.add(header.getValue().toString());
		}
		// trailers have none
		List<String> status = headers.remove(":status");
		return new HttpAnswer((status != null) ? Integer.parseInt(status.get(0)) : 0, headers, "");
	}

}
