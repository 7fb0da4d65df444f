package io.github.websocketstarter.handshake;

import java.net.URI;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;

/**
 * What a {@link HandshakeCheck} needs to know of an HTTP/1 request.
 *
 * @param method the method
 * @param http10 whether the request came as HTTP/1.0
 * @param uri the absolute URI as the client sees it, forwarded headers applied
 * @param headers the headers; only read, and only during the check
 * @since 0.1.0
 */
public record HandshakeRequest(HttpMethod method, boolean http10, URI uri, HttpHeaders headers) {
}
