package io.github.websocketstarter.test;

import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Reads one HTTP/1.1 response and leaves in the {@link WireReader} what follows it.
 */
final class HttpReader {

	private static final int MAXIMUM_LINE = 64 << 10;

	private final WireReader wire;

	private final Deadline deadline;

	HttpReader(WireReader wire, Deadline deadline) {
		this.wire = wire;
		this.deadline = deadline;
	}

	HttpAnswer read() throws SocketTimeoutException {
		String statusLine = line();
		if (!statusLine.matches("HTTP/1\\.[01] \\d{3}( .*)?")) {
			throw new AssertionError("expected an HTTP status line but received: " + statusLine);
		}
		int status = Integer.parseInt(statusLine.substring(9, 12));
		Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
		for (String line = line(); !line.isEmpty(); line = line()) {
			int colon = line.indexOf(':');
			headers.computeIfAbsent(line.substring(0, colon), (name) -> new ArrayList<>())
				.add(line.substring(colon + 1).strip());
		}
		HttpAnswer head = new HttpAnswer(status, headers, "");
		return new HttpAnswer(status, headers, body(head));
	}

	private String body(HttpAnswer head) throws SocketTimeoutException {
		if (head.status() < 200 || head.status() == 204 || head.status() == 304) {
			return "";
		}
		if (head.header("Transfer-Encoding").equalsIgnoreCase("chunked")) {
			return chunks();
		}
		String length = head.header("Content-Length");
		return length.isEmpty() ? untilEnd() : text(Integer.parseInt(length));
	}

	private String chunks() throws SocketTimeoutException {
		StringBuilder body = new StringBuilder();
		int length;
		do {
			length = Integer.parseInt(line().split(";", 2)[0].strip(), 16);
			body.append(text(length));
			line();
		}
		while (length > 0);
		return body.toString();
	}

	private String untilEnd() throws SocketTimeoutException {
		int octets = this.wire.available();
		while (this.wire.await(octets + 1, this.deadline) == null) {
			octets = this.wire.available();
		}
		return text(this.wire.available());
	}

	private String line() throws SocketTimeoutException {
		for (int length = 0; length < MAXIMUM_LINE; length++) {
			await(length + 1);
			if (this.wire.peek(length) == '\n') {
				return text(length + 1).strip();
			}
		}
		throw new AssertionError("expected an HTTP line of at most " + MAXIMUM_LINE + " octets");
	}

	private String text(int octets) throws SocketTimeoutException {
		await(octets);
		return new String(this.wire.take(octets), StandardCharsets.ISO_8859_1);
	}

	private void await(int octets) throws SocketTimeoutException {
		End end = this.wire.await(octets, this.deadline);
		if (end != null) {
			throw new AssertionError("expected an HTTP response but the stream ended (" + end + ") after: "
					+ new String(this.wire.take(this.wire.available()), StandardCharsets.ISO_8859_1));
		}
	}

}
