package io.github.websocketstarter.test;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * TLS for tests: every certificate is trusted, and the protocol above is agreed by ALPN.
 */
final class Tls {

	private static final SSLContext CONTEXT = context();

	private Tls() {
	}

	static SSLSocket connect(Socket tcp, InetSocketAddress address, Protocol protocol) throws IOException {
		SSLSocket socket = (SSLSocket) CONTEXT.getSocketFactory()
			.createSocket(tcp, address.getHostString(), address.getPort(), true);
		SSLParameters parameters = socket.getSSLParameters();
		parameters.setApplicationProtocols(new String[] { protocol.alpn() });
		socket.setSSLParameters(parameters);
		socket.startHandshake();
		String agreed = socket.getApplicationProtocol();
		// a server without ALPN speaks HTTP/1.1
		if (!agreed.equals(protocol.alpn()) && !(agreed.isEmpty() && protocol == Protocol.HTTP_1_1_TLS)) {
			throw new AssertionError("expected the server to agree to %s by ALPN but it agreed to \"%s\""
				.formatted(protocol.alpn(), agreed));
		}
		return socket;
	}

	private static SSLContext context() {
		try {
			SSLContext context = SSLContext.getInstance("TLS");
			context.init(null, new TrustManager[] { new TrustEveryone() }, null);
			return context;
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static final class TrustEveryone extends X509ExtendedTrustManager {

		@Override
		public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket) {
		}

		@Override
		public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket) {
		}

		@Override
		public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine) {
		}

		@Override
		public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine) {
		}

		@Override
		public void checkClientTrusted(X509Certificate[] chain, String authType) {
		}

		@Override
		public void checkServerTrusted(X509Certificate[] chain, String authType) {
		}

		@Override
		public X509Certificate[] getAcceptedIssuers() {
			return new X509Certificate[0];
		}

	}

}
