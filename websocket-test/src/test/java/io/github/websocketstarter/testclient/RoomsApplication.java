package io.github.websocketstarter.testclient;

import java.security.KeyStore;

import io.netty.pkitesting.CertificateBuilder;

import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.autoconfigure.ssl.SslBundleRegistrar;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslStoreBundle;
import org.springframework.context.annotation.Bean;

/**
 * A small application, as a user would test it.
 */
@SpringBootApplication
class RoomsApplication {

	@Bean
	SslBundleRegistrar certificate() throws Exception {
		KeyStore keys = new CertificateBuilder().subject("CN=localhost")
			.setIsCertificateAuthority(true)
			.buildSelfSigned()
			.toKeyStore(new char[0]);
		return (registry) -> registry.registerBundle("rooms", SslBundle.of(SslStoreBundle.of(keys, "", null)));
	}

}
