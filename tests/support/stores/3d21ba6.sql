BEGIN TRANSACTION;
CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);
INSERT INTO "alembic_version" VALUES('r0006');
CREATE TABLE component (
	id INTEGER NOT NULL, 
	package_id INTEGER NOT NULL, 
	code VARCHAR(64) NOT NULL, 
	kind VARCHAR(64) NOT NULL, 
	name TEXT NOT NULL, 
	pages INTEGER NOT NULL, 
	master_path TEXT NOT NULL, 
	master_sha256 VARCHAR(64) NOT NULL, 
	master_bytes INTEGER NOT NULL, 
	portal_path TEXT NOT NULL, 
	portal_sha256 VARCHAR(64) NOT NULL, 
	portal_bytes INTEGER NOT NULL, 
	manifest JSON NOT NULL, 
	CONSTRAINT pk_component PRIMARY KEY (id), 
	CONSTRAINT fk_component_package_id_package FOREIGN KEY(package_id) REFERENCES package (id), 
	CONSTRAINT uq_component_package_id_master_path UNIQUE (package_id, master_path)
);
INSERT INTO "component" VALUES(1,1,'','birth-registration','Tờ khai đăng ký khai sinh',1,'packages/261130-2233/261130-2233_01_birth-registration.pdf','f127dd8a651dfb02704630fea17e16cd9ada09ccfa165bfb2104757218a1674c',7413,'packages/261130-2233/261130-2233_01_birth-registration.portal.pdf','364b80bad8ea1d77acc52639ed79a96162541f17d1f7f9ac439c4528355ef4f0',3113,'{"portal":["261130-2233_01_birth-registration.portal.pdf"],"findings":[]}');
INSERT INTO "component" VALUES(2,1,'000.00.00.G15-KQ004389','birth-notice','Giấy chứng sinh',1,'packages/261130-2233/261130-2233_02_KQ004389.pdf','c0cd877d7f055d6aa2aa9bcbbf7f161c6fbbb954a82b0ea67f459d3ea3ffee91',7060,'packages/261130-2233/261130-2233_02_KQ004389.portal.pdf','6df2db56f31ab8e16539ec56e88bd68debd8199628b34cc0cba5dff62d50eb0d',2756,'{"portal":["261130-2233_02_KQ004389.portal.pdf"],"findings":[]}');
CREATE TABLE document (
	id INTEGER NOT NULL, 
	dossier_id VARCHAR(16) NOT NULL, 
	sha256 VARCHAR(64), 
	name TEXT NOT NULL, 
	media_type VARCHAR(127) NOT NULL, 
	page_count INTEGER NOT NULL, 
	size INTEGER NOT NULL, 
	refusal_code VARCHAR(64) NOT NULL, 
	refusal_reason TEXT NOT NULL, 
	added_at DATETIME NOT NULL, 
	CONSTRAINT pk_document PRIMARY KEY (id), 
	CONSTRAINT fk_document_dossier_id_dossier FOREIGN KEY(dossier_id) REFERENCES dossier (id), 
	CONSTRAINT uq_document_dossier_id_sha256 UNIQUE (dossier_id, sha256)
);
INSERT INTO "document" VALUES(1,'261130-2233','5576e3c48905b25a490d6df1f7d2862136f2e8af72bcb2c2139959343ee4b74e','1.png','image/png',1,181,'','','2026-11-29 17:33:26.029206');
INSERT INTO "document" VALUES(2,'261130-2233','ad7e774ae4b0584b523aade042820f28ef2340c0d428a34ab6c61eee49bf6133','2.png','image/png',1,182,'','','2026-11-29 17:33:26.050009');
INSERT INTO "document" VALUES(3,'261130-224D','1c9c3871a7422d6e77aefeaf670ed4c5991e3f2f3f17dc566de48661f12598e8','1.png','image/png',1,182,'','','2026-11-29 17:33:26.358356');
INSERT INTO "document" VALUES(4,'261130-224D','387cd33f71fa8755a8bc530f4e15d2c41e002933858a1f56149211db3ba2503e','2.png','image/png',1,184,'','','2026-11-29 17:33:26.369722');
INSERT INTO "document" VALUES(5,'261130-225R','d23467a9364061271b72f967cebb9439cd826e272760e814495564cf6f6b7eec','1.png','image/png',1,182,'','','2026-11-29 17:33:26.469572');
INSERT INTO "document" VALUES(6,'261130-225R','1429b1055efa9858b549780c9877c93f8a8d266827918aebcb8f7f1ed68710fe','9.pdf','',0,6,'not-an-image','Nội dung tệp không phải PDF cũng không phải ảnh, dù tên tệp ghi thế nào.','2026-11-29 17:33:26.491333');
CREATE TABLE dossier (
	id VARCHAR(16) NOT NULL, 
	procedure VARCHAR(32) NOT NULL, 
	state VARCHAR(16) NOT NULL, 
	folder TEXT NOT NULL, 
	source_key VARCHAR(64), 
	received_at DATETIME NOT NULL, 
	owner TEXT NOT NULL, 
	requester TEXT NOT NULL, 
	official_number VARCHAR(64), 
	answers JSON NOT NULL, 
	CONSTRAINT pk_dossier PRIMARY KEY (id), 
	CONSTRAINT uq_dossier_source_key UNIQUE (source_key)
);
INSERT INTO "dossier" VALUES('261130-2233','1.001193','queued','01','be790fe4f8ba101e864c34f9ca2e21af715f797f3ee03da6e98406351e2cce93','2026-11-29 17:33:25.978856','t','',NULL,'{}');
INSERT INTO "dossier" VALUES('261130-224D','1.001193','read','02','698e8f7c40daf112cc94dea7da1bdd56468c1baf056dc358d82ff77114c3ff85','2026-11-29 17:33:26.353264','t','',NULL,'{"residence":"yes"}');
INSERT INTO "dossier" VALUES('261130-225R','1.001193','incomplete','03','10706c2e67f8e59e53396168ec6763d1fd132f70701c4313c9a29a6dd3cec16c','2026-11-29 17:33:26.450291','t','',NULL,'{}');
CREATE TABLE event (
	id INTEGER NOT NULL, 
	client_id VARCHAR(128) NOT NULL, 
	dossier_id VARCHAR(16) NOT NULL, 
	at DATETIME NOT NULL, 
	who TEXT NOT NULL, 
	what VARCHAR(32) NOT NULL, 
	data JSON NOT NULL, change VARCHAR(32), 
	CONSTRAINT pk_event PRIMARY KEY (id), 
	CONSTRAINT fk_event_dossier_id_dossier FOREIGN KEY(dossier_id) REFERENCES dossier (id), 
	CONSTRAINT uq_event_client_id UNIQUE (client_id)
);
INSERT INTO "event" VALUES(1,'da798b5735f74783917e43ea195a268a','261130-2233','2026-11-29 17:33:25.999667','t','created','{"procedure":"1.001193","folder":"01","requester":""}','eb373175fed84f748a6769e62d98813f');
INSERT INTO "event" VALUES(2,'979e9970afd744d882d48a7cbfb0cbbc','261130-2233','2026-11-29 17:33:26.048028','t','paper-added','{"document":1,"sha256":"5576e3c48905b25a490d6df1f7d2862136f2e8af72bcb2c2139959343ee4b74e","name":"1.png"}','eb373175fed84f748a6769e62d98813f');
INSERT INTO "event" VALUES(3,'d560d536998e4387a7daf754d8dc5675','261130-2233','2026-11-29 17:33:26.059239','t','paper-added','{"document":2,"sha256":"ad7e774ae4b0584b523aade042820f28ef2340c0d428a34ab6c61eee49bf6133","name":"2.png"}','eb373175fed84f748a6769e62d98813f');
INSERT INTO "event" VALUES(4,'74e4e4340edf4a7ab8108176a46f9970','261130-2233','2026-11-29 17:33:26.060390','t','state','{"from":"received","to":"captured"}','eb373175fed84f748a6769e62d98813f');
INSERT INTO "event" VALUES(5,'cb888fd358bb462d96772baa49885e38','261130-224D','2026-11-29 17:33:26.356212','t','created','{"procedure":"1.001193","folder":"02","requester":""}','292d0556ab04485ca09d8067fe8d625a');
INSERT INTO "event" VALUES(6,'a3b67897b7304ec19d5c45b68d9a5a6f','261130-224D','2026-11-29 17:33:26.360731','t','paper-added','{"document":3,"sha256":"1c9c3871a7422d6e77aefeaf670ed4c5991e3f2f3f17dc566de48661f12598e8","name":"1.png"}','292d0556ab04485ca09d8067fe8d625a');
INSERT INTO "event" VALUES(7,'905b8bde84f74472b44b6c1c18c19a53','261130-224D','2026-11-29 17:33:26.378988','t','paper-added','{"document":4,"sha256":"387cd33f71fa8755a8bc530f4e15d2c41e002933858a1f56149211db3ba2503e","name":"2.png"}','292d0556ab04485ca09d8067fe8d625a');
INSERT INTO "event" VALUES(8,'c6fbbbad5b2c42909c84bf3551b8121d','261130-224D','2026-11-29 17:33:26.380017','t','state','{"from":"received","to":"captured"}','292d0556ab04485ca09d8067fe8d625a');
INSERT INTO "event" VALUES(9,'c241ab2532c049f4b6c2418e7edeea49','261130-225R','2026-11-29 17:33:26.468159','t','created','{"procedure":"1.001193","folder":"03","requester":""}','af55064439994573983274ce656a42ec');
INSERT INTO "event" VALUES(10,'bc378f94ade04ff0b3830855ad8a1039','261130-225R','2026-11-29 17:33:26.470019','t','paper-added','{"document":5,"sha256":"d23467a9364061271b72f967cebb9439cd826e272760e814495564cf6f6b7eec","name":"1.png"}','af55064439994573983274ce656a42ec');
INSERT INTO "event" VALUES(11,'2a6795f16bb74e94a10be279761cb03e','261130-225R','2026-11-29 17:33:26.492106','t','paper-refused','{"document":6,"sha256":"1429b1055efa9858b549780c9877c93f8a8d266827918aebcb8f7f1ed68710fe","name":"9.pdf","code":"not-an-image"}','af55064439994573983274ce656a42ec');
INSERT INTO "event" VALUES(12,'3ddda92fd7804751a540160565d4cb7b','261130-225R','2026-11-29 17:33:26.492604','t','state','{"from":"received","to":"captured"}','af55064439994573983274ce656a42ec');
INSERT INTO "event" VALUES(13,'fa60acc2f0844b49b3b50842dc2c5a5e','261130-2233','2026-11-29 17:33:36.113241','t','state','{"from":"captured","to":"read"}','dd9e9c8a77af4ee39549f8b3d46d714b');
INSERT INTO "event" VALUES(14,'fd4a648857fd46f58048d8cdf928be50','261130-2233','2026-11-29 17:33:38.419795','t','checked','{"codes":["competence.not-here","requester-identity.show"]}','6f141929261e4e759769d90100042de0');
INSERT INTO "event" VALUES(15,'be6eec85b3b44becadd470dd83903730','261130-224D','2026-11-29 17:33:38.447353','t','state','{"from":"captured","to":"read"}','16bba997747b4fbeb2fea249883f1669');
INSERT INTO "event" VALUES(16,'e2539038534e49b2a12bdc4be8b6ce32','261130-224D','2026-11-29 17:33:38.495289','t','checked','{"codes":["competence.not-here","requester-identity.show"]}','68263ed1705b40b6826d59a4f2884e7a');
INSERT INTO "event" VALUES(17,'af393b079349409d85062541e4dc6054','261130-225R','2026-11-29 17:33:38.552941','t','state','{"from":"captured","to":"read"}','e668d26d819c4ce4b046e561feeb47a3');
INSERT INTO "event" VALUES(18,'3e8aaf1b72b84b07bb88fe12fa653905','261130-225R','2026-11-29 17:33:38.661273','t','checked','{"codes":["birth-proof.missing","unreadable","competence.not-here","requester-identity.show"]}','0f28d1f272d8448a83fe5d5ce0a7c715');
INSERT INTO "event" VALUES(19,'8d3e5713cb9e4170a9948cbd1877b864','261130-225R','2026-11-29 17:33:38.662450','t','state','{"from":"read","to":"incomplete"}','0f28d1f272d8448a83fe5d5ce0a7c715');
INSERT INTO "event" VALUES(20,'f58565bc23044aaa9b77ad15a9e3e2eb','261130-224D','2026-11-29 17:33:39.001103','lan','mail-agreed','{"address":"citizen@example.vn","how":"on paper"}','2c86103b9e424c69be0be2a36dcaaef8');
INSERT INTO "event" VALUES(21,'10df2e8eef17447f9884d3c5d7236d7a','261130-224D','2026-11-29 17:33:39.060356','lan','answered','{"question":"residence","answer":"yes","replaced":null}','eecbe231e6744f6bb2510f3cef50f827');
INSERT INTO "event" VALUES(22,'b96469daf3bc4c098aac5f479e76583d','261130-224D','2026-11-29 17:33:39.119881','lan','slip-issued','{"kind":"receipt","sign":"01/TNHS","number":1,"year":2026}','d7ea8abb8cf6447eaa6ec02f21babb85');
INSERT INTO "event" VALUES(23,'27b9219d10484f75a5304b8421fda5d4','261130-2233','2026-11-29 17:33:53.627744','root','checked','{"codes":["requester-identity.show","competence.unchecked"]}','b358dabee5ac4281a0f5d1ca6d8fa0e0');
INSERT INTO "event" VALUES(24,'7dc0b3905d2d4068a29e0931b306d1cf','261130-2233','2026-11-29 17:33:53.637556','root','state','{"from":"read","to":"reviewed"}','b358dabee5ac4281a0f5d1ca6d8fa0e0');
INSERT INTO "event" VALUES(25,'bd5d6a414caf460d80f589b815ff8d07','261130-2233','2026-11-29 17:33:53.643558','root','state','{"from":"reviewed","to":"complete"}','b358dabee5ac4281a0f5d1ca6d8fa0e0');
INSERT INTO "event" VALUES(26,'b5d7f892969448759b5d306cb002fc16','261130-2233','2026-11-29 17:34:07.946254','root','package-made','{"number":1,"folder":"packages/261130-2233"}','55a6717570c947549ffa278c6981a2fb');
INSERT INTO "event" VALUES(27,'9821312301ba4c468fe600571c0741af','261130-2233','2026-11-29 17:34:07.952182','root','state','{"from":"complete","to":"packaged"}','55a6717570c947549ffa278c6981a2fb');
INSERT INTO "event" VALUES(28,'23c1b0fee4d545848eda1741fda128dd','261130-2233','2026-11-29 17:34:07.961596','root','state','{"from":"packaged","to":"queued"}','55a6717570c947549ffa278c6981a2fb');
CREATE TABLE finding (
	id INTEGER NOT NULL, 
	dossier_id VARCHAR(16) NOT NULL, 
	code VARCHAR(64) NOT NULL, 
	severity VARCHAR(16) NOT NULL, 
	data JSON NOT NULL, 
	found_at DATETIME NOT NULL, 
	CONSTRAINT pk_finding PRIMARY KEY (id), 
	CONSTRAINT fk_finding_dossier_id_dossier FOREIGN KEY(dossier_id) REFERENCES dossier (id)
);
INSERT INTO "finding" VALUES(3,'261130-224D','competence.not-here','warning','{"code":"competence.not-here","severity":"warning","clerk":"Nơi cư trú của mẹ ghi “Thôn Một, xã An Bình, tỉnh Ninh Bình”, không thấy thuộc Xã Ví Dụ, tỉnh Đắk Lắk; hỏi nơi thường trú, tạm trú, nơi đang sinh sống để biết có thẩm quyền không (địa danh cũ có thể đã sáp nhập vào đây).","citizen":"Xin ông/bà cho biết nơi thường trú, tạm trú hoặc nơi đang sinh sống, vì nơi ghi trong hồ sơ không thuộc địa bàn này.","paper":"birth-registration","field":"mother.residence","page":{"document":"1c9c3871a7422d6e77aefeaf670ed4c5991e3f2f3f17dc566de48661f12598e8","page":1},"law":"Luật Hộ tịch 60/2014/QH13 Điều 13; của trẻ chưa xác định được cha, mẹ NĐ 123/2015/NĐ-CP Điều 14, Điều 15","unverified":true}','2026-11-29 17:33:38.495136');
INSERT INTO "finding" VALUES(4,'261130-224D','requester-identity.show','info','{"code":"requester-identity.show","severity":"info","clerk":"Đề nghị xuất trình Giấy tờ tùy thân của người yêu cầu để đối chiếu; không thu giữ.","citizen":"Xin ông/bà mang theo Giấy tờ tùy thân của người yêu cầu để đối chiếu, xong được nhận lại ngay.","paper":"id-card","field":"","page":null,"law":"NĐ 123/2015/NĐ-CP Điều 2","unverified":true}','2026-11-29 17:33:38.495255');
INSERT INTO "finding" VALUES(5,'261130-225R','birth-proof.missing','error','{"code":"birth-proof.missing","severity":"error","clerk":"Thiếu Giấy chứng sinh; tra dữ liệu chứng sinh điện tử trước. Không có thì nộp văn bản của người làm chứng, không có người làm chứng thì giấy cam đoan về việc sinh.","citizen":"Xin ông/bà nộp Giấy chứng sinh; nếu không có thì nộp văn bản xác nhận của người làm chứng, nếu không có người làm chứng thì nộp giấy cam đoan về việc sinh.","paper":"birth-notice","field":"","page":null,"law":"Luật Hộ tịch 60/2014/QH13 Điều 16 khoản 1","unverified":false}','2026-11-29 17:33:38.661141');
INSERT INTO "finding" VALUES(6,'261130-225R','unreadable','warning','{"code":"unreadable","severity":"warning","clerk":"Máy không đọc được Giấy tờ khác; quét lại hoặc nhập tay.","citizen":"","paper":"other","field":"","page":{"document":"1429b1055efa9858b549780c9877c93f8a8d266827918aebcb8f7f1ed68710fe","page":1},"law":"","unverified":false}','2026-11-29 17:33:38.661221');
INSERT INTO "finding" VALUES(7,'261130-225R','competence.not-here','warning','{"code":"competence.not-here","severity":"warning","clerk":"Nơi cư trú của mẹ ghi “Thôn Một, xã An Bình, tỉnh Ninh Bình”, không thấy thuộc Xã Ví Dụ, tỉnh Đắk Lắk; hỏi nơi thường trú, tạm trú, nơi đang sinh sống để biết có thẩm quyền không (địa danh cũ có thể đã sáp nhập vào đây).","citizen":"Xin ông/bà cho biết nơi thường trú, tạm trú hoặc nơi đang sinh sống, vì nơi ghi trong hồ sơ không thuộc địa bàn này.","paper":"birth-registration","field":"mother.residence","page":{"document":"d23467a9364061271b72f967cebb9439cd826e272760e814495564cf6f6b7eec","page":1},"law":"Luật Hộ tịch 60/2014/QH13 Điều 13; của trẻ chưa xác định được cha, mẹ NĐ 123/2015/NĐ-CP Điều 14, Điều 15","unverified":true}','2026-11-29 17:33:38.661240');
INSERT INTO "finding" VALUES(8,'261130-225R','requester-identity.show','info','{"code":"requester-identity.show","severity":"info","clerk":"Đề nghị xuất trình Giấy tờ tùy thân của người yêu cầu để đối chiếu; không thu giữ.","citizen":"Xin ông/bà mang theo Giấy tờ tùy thân của người yêu cầu để đối chiếu, xong được nhận lại ngay.","paper":"id-card","field":"","page":null,"law":"NĐ 123/2015/NĐ-CP Điều 2","unverified":true}','2026-11-29 17:33:38.661254');
INSERT INTO "finding" VALUES(9,'261130-2233','requester-identity.show','info','{"code":"requester-identity.show","severity":"info","clerk":"Đề nghị xuất trình Giấy tờ tùy thân của người yêu cầu để đối chiếu; không thu giữ.","citizen":"Xin ông/bà mang theo Giấy tờ tùy thân của người yêu cầu để đối chiếu, xong được nhận lại ngay.","paper":"id-card","field":"","page":null,"law":"NĐ 123/2015/NĐ-CP Điều 2","unverified":true}','2026-11-29 17:33:53.627511');
INSERT INTO "finding" VALUES(10,'261130-2233','competence.unchecked','info','{"code":"competence.unchecked","severity":"info","clerk":"Chưa kiểm tra được thẩm quyền: giấy tờ không cho biết nơi cư trú của mẹ, hoặc chưa khai báo xã, phường của đơn vị (unit.commune).","citizen":"","paper":"birth-registration","field":"mother.residence","page":null,"law":"Luật Hộ tịch 60/2014/QH13 Điều 13; của trẻ chưa xác định được cha, mẹ NĐ 123/2015/NĐ-CP Điều 14, Điều 15","unverified":true}','2026-11-29 17:33:53.627692');
CREATE TABLE form_value (
	id INTEGER NOT NULL, 
	dossier_id VARCHAR(16) NOT NULL, 
	"key" VARCHAR(64) NOT NULL, 
	value TEXT NOT NULL, 
	raw TEXT NOT NULL, 
	confidence DOUBLE NOT NULL, 
	source VARCHAR(16) NOT NULL, 
	paper VARCHAR(64) NOT NULL, 
	document_id INTEGER, 
	page INTEGER, 
	paper_key VARCHAR(64) NOT NULL, 
	box JSON NOT NULL, 
	agreement VARCHAR(16) NOT NULL, 
	alternatives JSON NOT NULL, 
	needs_review BOOLEAN NOT NULL, 
	corrected BOOLEAN NOT NULL, 
	corrected_by TEXT NOT NULL, 
	corrected_at DATETIME, proposals JSON DEFAULT '[]' NOT NULL, confirmed JSON DEFAULT '[]' NOT NULL, 
	CONSTRAINT pk_form_value PRIMARY KEY (id), 
	CONSTRAINT fk_form_value_document_id_document FOREIGN KEY(document_id) REFERENCES document (id), 
	CONSTRAINT fk_form_value_dossier_id_dossier FOREIGN KEY(dossier_id) REFERENCES dossier (id), 
	CONSTRAINT uq_form_value_dossier_id_key UNIQUE (dossier_id, "key")
);
INSERT INTO "form_value" VALUES(1,'261130-2233','requester.full_name','TRẦN THỊ BÌNH','TRẦN THỊ BÌNH',0.995,'print','birth-registration',1,1,'requester.full_name','[5,5,60,3]','single','[]',0,0,'',NULL,'[]','[]');
INSERT INTO "form_value" VALUES(2,'261130-2233','requester.birth_date','05/03/1990','05/03/1990',0.995,'print','birth-registration',1,1,'requester.birth_date','[5,8,60,3]','single','[]',0,0,'',NULL,'[]','[]');
INSERT INTO "form_value" VALUES(3,'261130-2233','requester.residence','Thôn Một, xã An Bình, tỉnh Ninh Bình','Thôn Một, xã An Bình, tỉnh Ninh Bình',0.995,'print','birth-registration',1,1,'requester.residence','[5,11,60,3]','single','[]',0,0,'',NULL,'[]','[]');
INSERT INTO "form_value" VALUES(4,'261130-2233','requester.id_document','Căn cước số 001190000001','Căn cước số 001190000001',0.995,'print','birth-registration',1,1,'requester.id_document','[5,14,60,3]','single','[]',0,0,'',NULL,'[]','[]');
INSERT INTO "form_value" VALUES(5,'261130-2233','requester.relation','Mẹ','Mẹ',0.995,'print','birth-registration',1,1,'requester.relation','[5,17,60,3]','single','[]',0,0,'',NULL,'[]','[]');
INSERT INTO "form_value" VALUES(6,'261130-2233','child.full_name','LÊ BÌNH AN','LÊ BÌNH AN',0.995,'print','birth-registration',1,1,'child.full_name','[5,20,60,3]','single','[]',0,0,'',NULL,'[]','[]');
INSERT INTO "form_value" VALUES(7,'261130-2233','child.birth_date','02/11/2026','02/11/2026',0.999975,'print','birth-notice',2,1,'child.birth_date','[5,23,60,3]','equal','[{"value":"02/11/2026","raw":"02/11/2026","confidence":0.995,"source":"print","paper":"birth-registration","key":"child.birth_date","document_id":1,"page":1,"box":[5,23,60,3],"proposals":[]}]',0,0,'',NULL,'[]','[]');
INSERT INTO "form_value" VALUES(8,'261130-2233','child.birth_date_words','Ngày hai tháng mười một năm hai nghìn không trăm hai mươi sáu','Ngày hai tháng mười một năm hai nghìn không trăm hai mươi sáu',0.995,'print','birth-registration',1,1,'child.birth_date_words','[5,26,60,3]','single','[]',0,0,'',NULL,'[]','[]');
INSERT INTO "form_value" VALUES(9,'261130-2233','child.sex','Nam','Nam',0.999975,'print','birth-notice',2,1,'child.sex','[5,29,60,3]','equal','[{"value":"Nam","raw":"Nam","confidence":0.995,"source":"print","paper":"birth-registration","key":"child.sex","document_id":1,"page":1,"box":[5,29,60,3],"proposals":[]}]',0,0,'',NULL,'[]','[]');
INSERT INTO "form_value" VALUES(10,'261130-2233','child.ethnicity','Kinh','Kinh',0.995,'print','birth-registration',1,1,'child.ethnicity','[5,32,60,3]','single','[]',0,0,'',NULL,'[]','[]');
INSERT INTO "form_value" VALUES(11,'261130-2233','child.nationality','Việt Nam','Việt Nam',0.995,'print','birth-registration',1,1,'child.nationality','[5,35,60,3]','single','[]',0,0,'',NULL,'[]','[]');
INSERT INTO "form_value" VALUES(12,'261130-2233','child.birth_place','Bệnh viện Sản Nhi, phường Hoa Lư, tỉnh Ninh Bình','Bệnh viện Sản Nhi, phường Hoa Lư, tỉnh Ninh Bình',0.999975,'print','birth-registration',1,1,'child.birth_place','[5,38,60,3]','equal','[{"value":"Bệnh viện Sản Nhi, phường Hoa Lư, tỉnh Ninh Bình","raw":"Bệnh viện Sản Nhi, phường Hoa Lư, tỉnh Ninh Bình","confidence":0.995,"source":"print","paper":"birth-notice","key":"child.birth_place","document_id":2,"page":1,"box":[5,26,60,3],"proposals":[]}]',0,0,'',NULL,'[]','[]');
INSERT INTO "form_value" VALUES(13,'261130-2233','child.hometown','Xã An Bình, tỉnh Ninh Bình','Xã An Bình, tỉnh Ninh Bình',0.995,'print','birth-registration',1,1,'child.hometown','[5,41,60,3]','single','[]',0,0,'',NULL,'[]','[]');
INSERT INTO "form_value" VALUES(14,'261130-2233','mother.full_name','TRẦN THỊ BÌNH','TRẦN THỊ BÌNH',0.999975,'print','birth-notice',2,1,'mother.full_name','[5,8,60,3]','equal','[{"value":"TRẦN THỊ BÌNH","raw":"TRẦN THỊ BÌNH","confidence":0.995,"source":"print","paper":"birth-registration","key":"mother.full_name","document_id":1,"page":1,"box":[5,44,60,3],"proposals":[]}]',0,0,'',NULL,'[]','[]');
INSERT INTO "form_value" VALUES(15,'261130-2233','mother.birth_date','05/03/1990','05/03/1990',0.999975,'print','birth-notice',2,1,'mother.birth_date','[5,11,60,3]','equal','[{"value":"05/03/1990","raw":"05/03/1990","confidence":0.995,"source":"print","paper":"birth-registration","key":"mother.birth_date","document_id":1,"page":1,"box":[5,47,60,3],"proposals":[]}]',0,0,'',NULL,'[]','[]');
INSERT INTO "form_value" VALUES(16,'261130-2233','mother.ethnicity','Kinh','Kinh',0.999975,'print','birth-registration',1,1,'mother.ethnicity','[5,50,60,3]','equal','[{"value":"Kinh","raw":"Kinh","confidence":0.995,"source":"print","paper":"birth-notice","key":"mother.ethnicity","document_id":2,"page":1,"box":[5,14,60,3],"proposals":[]}]',0,0,'',NULL,'[]','[]');
INSERT INTO "form_value" VALUES(17,'261130-2233','mother.nationality','Việt Nam','Việt Nam',0.995,'print','birth-registration',1,1,'mother.nationality','[5,53,60,3]','single','[]',0,0,'',NULL,'[]','[]');
INSERT INTO "form_value" VALUES(18,'261130-2233','mother.residence','Thôn Một, xã An Bình, tỉnh Ninh Bình','Thôn Một, xã An Bình, tỉnh Ninh Bình',0.999975,'print','birth-registration',1,1,'mother.residence','[5,56,60,3]','equal','[{"value":"Thôn Một, xã An Bình, tỉnh Ninh Bình","raw":"Thôn Một, xã An Bình, tỉnh Ninh Bình","confidence":0.995,"source":"print","paper":"birth-notice","key":"mother.residence","document_id":2,"page":1,"box":[5,17,60,3],"proposals":[]}]',0,0,'',NULL,'[]','[]');
INSERT INTO "form_value" VALUES(19,'261130-2233','mother.id_document','Căn cước số 001190000001','Căn cước số 001190000001',0.995,'print','birth-registration',1,1,'mother.id_document','[5,59,60,3]','equal','[{"value":"001190000001","raw":"001190000001","confidence":0.995,"source":"print","paper":"birth-notice","key":"mother.personal_id","document_id":2,"page":1,"box":[5,20,60,3],"proposals":[]}]',0,0,'',NULL,'[]','[]');
INSERT INTO "form_value" VALUES(20,'261130-2233','made.place','An Bình','An Bình',0.995,'print','birth-registration',1,1,'made.place','[5,62,60,3]','single','[]',0,0,'',NULL,'[]','[]');
INSERT INTO "form_value" VALUES(21,'261130-2233','made.date','10/11/2026','10/11/2026',0.995,'print','birth-registration',1,1,'made.date','[5,65,60,3]','single','[]',0,0,'',NULL,'[]','[]');
INSERT INTO "form_value" VALUES(22,'261130-2233','copies.wanted','Có','Có',0.995,'print','birth-registration',1,1,'copies.wanted','[5,68,60,3]','single','[]',0,0,'',NULL,'[]','[]');
INSERT INTO "form_value" VALUES(23,'261130-2233','copies.count','2','2',0.995,'print','birth-registration',1,1,'copies.count','[5,71,60,3]','single','[]',0,0,'',NULL,'[]','[]');
INSERT INTO "form_value" VALUES(24,'261130-224D','requester.full_name','TRẦN THỊ CHI','TRẦN THỊ CHI',0.995,'print','birth-registration',3,1,'requester.full_name','[5,5,60,3]','single','[]',0,0,'',NULL,'[]','[]');
INSERT INTO "form_value" VALUES(25,'261130-224D','requester.birth_date','05/03/1990','05/03/1990',0.995,'print','birth-registration',3,1,'requester.birth_date','[5,8,60,3]','single','[]',0,0,'',NULL,'[]','[]');
INSERT INTO "form_value" VALUES(26,'261130-224D','requester.residence','Thôn Một, xã An Bình, tỉnh Ninh Bình','Thôn Một, xã An Bình, tỉnh Ninh Bình',0.995,'print','birth-registration',3,1,'requester.residence','[5,11,60,3]','single','[]',0,0,'',NULL,'[]','[]');
INSERT INTO "form_value" VALUES(27,'261130-224D','requester.id_document','Căn cước số 001190000002','Căn cước số 001190000002',0.995,'print','birth-registration',3,1,'requester.id_document','[5,14,60,3]','single','[]',0,0,'',NULL,'[]','[]');
INSERT INTO "form_value" VALUES(28,'261130-224D','requester.relation','Mẹ','Mẹ',0.995,'print','birth-registration',3,1,'requester.relation','[5,17,60,3]','single','[]',0,0,'',NULL,'[]','[]');
INSERT INTO "form_value" VALUES(29,'261130-224D','child.full_name','LÊ CHI AN','LÊ CHI AN',0.995,'print','birth-registration',3,1,'child.full_name','[5,20,60,3]','single','[]',0,0,'',NULL,'[]','[]');
INSERT INTO "form_value" VALUES(30,'261130-224D','child.birth_date','02/11/2026','02/11/2026',0.995,'print','birth-registration',3,1,'child.birth_date','[5,23,60,3]','single','[{"value":"02/11/2026","raw":"02/11/2026","confidence":0.4,"source":"hand","paper":"birth-notice","key":"child.birth_date","document_id":4,"page":1,"box":[5,23,60,3],"proposals":[]}]',0,0,'',NULL,'[]','[]');
INSERT INTO "form_value" VALUES(31,'261130-224D','child.birth_date_words','Ngày hai tháng mười một năm hai nghìn không trăm hai mươi sáu','Ngày hai tháng mười một năm hai nghìn không trăm hai mươi sáu',0.995,'print','birth-registration',3,1,'child.birth_date_words','[5,26,60,3]','single','[]',0,0,'',NULL,'[]','[]');
INSERT INTO "form_value" VALUES(32,'261130-224D','child.sex','Nam','Nam',0.995,'print','birth-registration',3,1,'child.sex','[5,29,60,3]','single','[{"value":"Nam","raw":"Nam","confidence":0.4,"source":"hand","paper":"birth-notice","key":"child.sex","document_id":4,"page":1,"box":[5,29,60,3],"proposals":[]}]',0,0,'',NULL,'[]','[]');
INSERT INTO "form_value" VALUES(33,'261130-224D','child.ethnicity','Kinh','Kinh',0.995,'print','birth-registration',3,1,'child.ethnicity','[5,32,60,3]','single','[]',0,0,'',NULL,'[]','[]');
INSERT INTO "form_value" VALUES(34,'261130-224D','child.nationality','Việt Nam','Việt Nam',0.995,'print','birth-registration',3,1,'child.nationality','[5,35,60,3]','single','[]',0,0,'',NULL,'[]','[]');
INSERT INTO "form_value" VALUES(35,'261130-224D','child.birth_place','Bệnh viện Sản Nhi, phường Hoa Lư, tỉnh Ninh Bình','Bệnh viện Sản Nhi, phường Hoa Lư, tỉnh Ninh Bình',0.995,'print','birth-registration',3,1,'child.birth_place','[5,38,60,3]','single','[{"value":"Bệnh viện Sản Nhi, phường Hoa Lư, tỉnh Ninh Bình","raw":"Bệnh viện Sản Nhi, phường Hoa Lư, tỉnh Ninh Bình","confidence":0.4,"source":"hand","paper":"birth-notice","key":"child.birth_place","document_id":4,"page":1,"box":[5,26,60,3],"proposals":[]}]',0,0,'',NULL,'[]','[]');
INSERT INTO "form_value" VALUES(36,'261130-224D','child.hometown','Xã An Bình, tỉnh Ninh Bình','Xã An Bình, tỉnh Ninh Bình',0.995,'print','birth-registration',3,1,'child.hometown','[5,41,60,3]','single','[]',0,0,'',NULL,'[]','[]');
INSERT INTO "form_value" VALUES(37,'261130-224D','mother.full_name','TRẦN THỊ CHI','TRẦN THỊ CHI',0.995,'print','birth-registration',3,1,'mother.full_name','[5,44,60,3]','single','[{"value":"TRẦN THỊ CHI","raw":"TRẦN THỊ CHI","confidence":0.4,"source":"hand","paper":"birth-notice","key":"mother.full_name","document_id":4,"page":1,"box":[5,8,60,3],"proposals":[]}]',0,0,'',NULL,'[]','[]');
INSERT INTO "form_value" VALUES(38,'261130-224D','mother.birth_date','05/03/1990','05/03/1990',0.995,'print','birth-registration',3,1,'mother.birth_date','[5,47,60,3]','single','[{"value":"05/03/1990","raw":"05/03/1990","confidence":0.4,"source":"hand","paper":"birth-notice","key":"mother.birth_date","document_id":4,"page":1,"box":[5,11,60,3],"proposals":[]}]',0,0,'',NULL,'[]','[]');
INSERT INTO "form_value" VALUES(39,'261130-224D','mother.ethnicity','Kinh','Kinh',0.995,'print','birth-registration',3,1,'mother.ethnicity','[5,50,60,3]','single','[{"value":"Kinh","raw":"Kinh","confidence":0.4,"source":"hand","paper":"birth-notice","key":"mother.ethnicity","document_id":4,"page":1,"box":[5,14,60,3],"proposals":[]}]',0,0,'',NULL,'[]','[]');
INSERT INTO "form_value" VALUES(40,'261130-224D','mother.nationality','Việt Nam','Việt Nam',0.995,'print','birth-registration',3,1,'mother.nationality','[5,53,60,3]','single','[]',0,0,'',NULL,'[]','[]');
INSERT INTO "form_value" VALUES(41,'261130-224D','mother.residence','Thôn Một, xã An Bình, tỉnh Ninh Bình','Thôn Một, xã An Bình, tỉnh Ninh Bình',0.995,'print','birth-registration',3,1,'mother.residence','[5,56,60,3]','single','[{"value":"Thôn Một, xã An Bình, tỉnh Ninh Bình","raw":"Thôn Một, xã An Bình, tỉnh Ninh Bình","confidence":0.4,"source":"hand","paper":"birth-notice","key":"mother.residence","document_id":4,"page":1,"box":[5,17,60,3],"proposals":[]}]',0,0,'',NULL,'[]','[]');
INSERT INTO "form_value" VALUES(42,'261130-224D','mother.id_document','Căn cước số 001190000002','Căn cước số 001190000002',0.995,'print','birth-registration',3,1,'mother.id_document','[5,59,60,3]','single','[{"value":"001190000002","raw":"001190000002","confidence":0.4,"source":"hand","paper":"birth-notice","key":"mother.personal_id","document_id":4,"page":1,"box":[5,20,60,3],"proposals":[]}]',0,0,'',NULL,'[]','[]');
INSERT INTO "form_value" VALUES(43,'261130-224D','made.place','An Bình','An Bình',0.995,'print','birth-registration',3,1,'made.place','[5,62,60,3]','single','[]',0,0,'',NULL,'[]','[]');
INSERT INTO "form_value" VALUES(44,'261130-224D','made.date','10/11/2026','10/11/2026',0.995,'print','birth-registration',3,1,'made.date','[5,65,60,3]','single','[]',0,0,'',NULL,'[]','[]');
INSERT INTO "form_value" VALUES(45,'261130-224D','copies.wanted','Có','Có',0.995,'print','birth-registration',3,1,'copies.wanted','[5,68,60,3]','single','[]',0,0,'',NULL,'[]','[]');
INSERT INTO "form_value" VALUES(46,'261130-224D','copies.count','2','2',0.995,'print','birth-registration',3,1,'copies.count','[5,71,60,3]','single','[]',0,0,'',NULL,'[]','[]');
INSERT INTO "form_value" VALUES(47,'261130-225R','requester.full_name','TRẦN THỊ DŨNG','TRẦN THỊ DŨNG',0.995,'print','birth-registration',5,1,'requester.full_name','[5,5,60,3]','single','[]',0,0,'',NULL,'[]','[]');
INSERT INTO "form_value" VALUES(48,'261130-225R','requester.birth_date','05/03/1990','05/03/1990',0.995,'print','birth-registration',5,1,'requester.birth_date','[5,8,60,3]','single','[]',0,0,'',NULL,'[]','[]');
INSERT INTO "form_value" VALUES(49,'261130-225R','requester.residence','Thôn Một, xã An Bình, tỉnh Ninh Bình','Thôn Một, xã An Bình, tỉnh Ninh Bình',0.995,'print','birth-registration',5,1,'requester.residence','[5,11,60,3]','single','[]',0,0,'',NULL,'[]','[]');
INSERT INTO "form_value" VALUES(50,'261130-225R','requester.id_document','Căn cước số 001190000003','Căn cước số 001190000003',0.995,'print','birth-registration',5,1,'requester.id_document','[5,14,60,3]','single','[]',0,0,'',NULL,'[]','[]');
INSERT INTO "form_value" VALUES(51,'261130-225R','requester.relation','Mẹ','Mẹ',0.995,'print','birth-registration',5,1,'requester.relation','[5,17,60,3]','single','[]',0,0,'',NULL,'[]','[]');
INSERT INTO "form_value" VALUES(52,'261130-225R','child.full_name','LÊ DŨNG AN','LÊ DŨNG AN',0.995,'print','birth-registration',5,1,'child.full_name','[5,20,60,3]','single','[]',0,0,'',NULL,'[]','[]');
INSERT INTO "form_value" VALUES(53,'261130-225R','child.birth_date','02/11/2026','02/11/2026',0.995,'print','birth-registration',5,1,'child.birth_date','[5,23,60,3]','single','[]',0,0,'',NULL,'[]','[]');
INSERT INTO "form_value" VALUES(54,'261130-225R','child.birth_date_words','Ngày hai tháng mười một năm hai nghìn không trăm hai mươi sáu','Ngày hai tháng mười một năm hai nghìn không trăm hai mươi sáu',0.995,'print','birth-registration',5,1,'child.birth_date_words','[5,26,60,3]','single','[]',0,0,'',NULL,'[]','[]');
INSERT INTO "form_value" VALUES(55,'261130-225R','child.sex','Nam','Nam',0.995,'print','birth-registration',5,1,'child.sex','[5,29,60,3]','single','[]',0,0,'',NULL,'[]','[]');
INSERT INTO "form_value" VALUES(56,'261130-225R','child.ethnicity','Kinh','Kinh',0.995,'print','birth-registration',5,1,'child.ethnicity','[5,32,60,3]','single','[]',0,0,'',NULL,'[]','[]');
INSERT INTO "form_value" VALUES(57,'261130-225R','child.nationality','Việt Nam','Việt Nam',0.995,'print','birth-registration',5,1,'child.nationality','[5,35,60,3]','single','[]',0,0,'',NULL,'[]','[]');
INSERT INTO "form_value" VALUES(58,'261130-225R','child.birth_place','Bệnh viện Sản Nhi, phường Hoa Lư, tỉnh Ninh Bình','Bệnh viện Sản Nhi, phường Hoa Lư, tỉnh Ninh Bình',0.995,'print','birth-registration',5,1,'child.birth_place','[5,38,60,3]','single','[]',0,0,'',NULL,'[]','[]');
INSERT INTO "form_value" VALUES(59,'261130-225R','child.hometown','Xã An Bình, tỉnh Ninh Bình','Xã An Bình, tỉnh Ninh Bình',0.995,'print','birth-registration',5,1,'child.hometown','[5,41,60,3]','single','[]',0,0,'',NULL,'[]','[]');
INSERT INTO "form_value" VALUES(60,'261130-225R','mother.full_name','TRẦN THỊ DŨNG','TRẦN THỊ DŨNG',0.995,'print','birth-registration',5,1,'mother.full_name','[5,44,60,3]','single','[]',0,0,'',NULL,'[]','[]');
INSERT INTO "form_value" VALUES(61,'261130-225R','mother.birth_date','05/03/1990','05/03/1990',0.995,'print','birth-registration',5,1,'mother.birth_date','[5,47,60,3]','single','[]',0,0,'',NULL,'[]','[]');
INSERT INTO "form_value" VALUES(62,'261130-225R','mother.ethnicity','Kinh','Kinh',0.995,'print','birth-registration',5,1,'mother.ethnicity','[5,50,60,3]','single','[]',0,0,'',NULL,'[]','[]');
INSERT INTO "form_value" VALUES(63,'261130-225R','mother.nationality','Việt Nam','Việt Nam',0.995,'print','birth-registration',5,1,'mother.nationality','[5,53,60,3]','single','[]',0,0,'',NULL,'[]','[]');
INSERT INTO "form_value" VALUES(64,'261130-225R','mother.residence','Thôn Một, xã An Bình, tỉnh Ninh Bình','Thôn Một, xã An Bình, tỉnh Ninh Bình',0.995,'print','birth-registration',5,1,'mother.residence','[5,56,60,3]','single','[]',0,0,'',NULL,'[]','[]');
INSERT INTO "form_value" VALUES(65,'261130-225R','mother.id_document','Căn cước số 001190000003','Căn cước số 001190000003',0.995,'print','birth-registration',5,1,'mother.id_document','[5,59,60,3]','single','[]',0,0,'',NULL,'[]','[]');
INSERT INTO "form_value" VALUES(66,'261130-225R','made.place','An Bình','An Bình',0.995,'print','birth-registration',5,1,'made.place','[5,62,60,3]','single','[]',0,0,'',NULL,'[]','[]');
INSERT INTO "form_value" VALUES(67,'261130-225R','made.date','10/11/2026','10/11/2026',0.995,'print','birth-registration',5,1,'made.date','[5,65,60,3]','single','[]',0,0,'',NULL,'[]','[]');
INSERT INTO "form_value" VALUES(68,'261130-225R','copies.wanted','Có','Có',0.995,'print','birth-registration',5,1,'copies.wanted','[5,68,60,3]','single','[]',0,0,'',NULL,'[]','[]');
INSERT INTO "form_value" VALUES(69,'261130-225R','copies.count','2','2',0.995,'print','birth-registration',5,1,'copies.count','[5,71,60,3]','single','[]',0,0,'',NULL,'[]','[]');
CREATE TABLE mail (
	id INTEGER NOT NULL, 
	slip_id INTEGER NOT NULL, 
	address TEXT NOT NULL, 
	state VARCHAR(16) NOT NULL, 
	attempts INTEGER NOT NULL, 
	next_at DATETIME NOT NULL, 
	lease_owner VARCHAR(64) NOT NULL, 
	lease_until DATETIME, 
	trouble VARCHAR(64) NOT NULL, 
	queued_at DATETIME NOT NULL, 
	queued_by TEXT NOT NULL, 
	sent_at DATETIME, 
	CONSTRAINT pk_mail PRIMARY KEY (id), 
	CONSTRAINT fk_mail_slip_id_slip FOREIGN KEY(slip_id) REFERENCES slip (id), 
	CONSTRAINT uq_mail_slip_id_address UNIQUE (slip_id, address)
);
INSERT INTO "mail" VALUES(1,1,'citizen@example.vn','queued',0,'2026-11-29 17:33:39.121956','',NULL,'','2026-11-29 17:33:39.121956','lan',NULL);
CREATE TABLE outbox (
	id INTEGER NOT NULL, 
	dossier_id VARCHAR(16) NOT NULL, 
	package_id INTEGER NOT NULL, 
	state VARCHAR(16) NOT NULL, 
	attempts INTEGER NOT NULL, 
	next_at DATETIME NOT NULL, 
	lease_owner VARCHAR(64) NOT NULL, 
	lease_until DATETIME, 
	progress JSON NOT NULL, 
	messages JSON NOT NULL, 
	trouble VARCHAR(64) NOT NULL, 
	remote_status VARCHAR(32) NOT NULL, 
	remote_note TEXT NOT NULL, 
	remote_at DATETIME, 
	queued_at DATETIME NOT NULL, 
	sent_at DATETIME, 
	CONSTRAINT pk_outbox PRIMARY KEY (id), 
	CONSTRAINT fk_outbox_dossier_id_dossier FOREIGN KEY(dossier_id) REFERENCES dossier (id), 
	CONSTRAINT fk_outbox_package_id_package FOREIGN KEY(package_id) REFERENCES package (id), 
	CONSTRAINT uq_outbox_dossier_id UNIQUE (dossier_id)
);
INSERT INTO "outbox" VALUES(1,'261130-2233',1,'queued',0,'2026-11-29 17:34:07.960338','',NULL,'{}','[]','','','',NULL,'2026-11-29 17:34:07.960338',NULL);
CREATE TABLE package (
	id INTEGER NOT NULL, 
	dossier_id VARCHAR(16) NOT NULL, 
	number INTEGER NOT NULL, 
	folder TEXT NOT NULL, 
	content_key VARCHAR(64) NOT NULL, 
	manifest JSON NOT NULL, 
	made_at DATETIME NOT NULL, 
	CONSTRAINT pk_package PRIMARY KEY (id), 
	CONSTRAINT fk_package_dossier_id_dossier FOREIGN KEY(dossier_id) REFERENCES dossier (id), 
	CONSTRAINT uq_package_dossier_id_number UNIQUE (dossier_id, number)
);
INSERT INTO "package" VALUES(1,'261130-2233',1,'packages/261130-2233','eca02688f804458d5b4797907be991b0f9af55c2f9f7fc552639fff41557b98a','{"format":"sohoa-package/1","tool":"sohoa 0.4.0","dossier":"261130-2233","procedure":"1.001193","received_at":"2026-11-29T17:33:25+00:00","conformance":"PDF/A-1b","components":[{"nn":1,"code":"","kind":"birth-registration","name":"Tờ khai đăng ký khai sinh","sources":[{"sha256":"5576e3c48905b25a490d6df1f7d2862136f2e8af72bcb2c2139959343ee4b74e","page":1}],"master":{"file":"261130-2233_01_birth-registration.pdf","sha256":"f127dd8a651dfb02704630fea17e16cd9ada09ccfa165bfb2104757218a1674c","bytes":7413,"pages":1},"portal":[{"file":"261130-2233_01_birth-registration.portal.pdf","sha256":"364b80bad8ea1d77acc52639ed79a96162541f17d1f7f9ac439c4528355ef4f0","bytes":3113,"pages":1}],"portal_dpi":null,"findings":[]},{"nn":2,"code":"000.00.00.G15-KQ004389","kind":"birth-notice","name":"Giấy chứng sinh","sources":[{"sha256":"ad7e774ae4b0584b523aade042820f28ef2340c0d428a34ab6c61eee49bf6133","page":1}],"master":{"file":"261130-2233_02_KQ004389.pdf","sha256":"c0cd877d7f055d6aa2aa9bcbbf7f161c6fbbb954a82b0ea67f459d3ea3ffee91","bytes":7060,"pages":1},"portal":[{"file":"261130-2233_02_KQ004389.portal.pdf","sha256":"6df2db56f31ab8e16539ec56e88bd68debd8199628b34cc0cba5dff62d50eb0d","bytes":2756,"pages":1}],"portal_dpi":null,"findings":[]}],"findings":[]}','2026-11-29 17:34:07.938081');
CREATE TABLE page (
	id INTEGER NOT NULL, 
	document_id INTEGER NOT NULL, 
	number INTEGER NOT NULL, 
	reader VARCHAR(64) NOT NULL, 
	status VARCHAR(8) NOT NULL, 
	reason TEXT NOT NULL, 
	kind VARCHAR(64) NOT NULL, 
	width INTEGER NOT NULL, 
	height INTEGER NOT NULL, 
	reading JSON, 
	read_at DATETIME NOT NULL, 
	CONSTRAINT pk_page PRIMARY KEY (id), 
	CONSTRAINT fk_page_document_id_document FOREIGN KEY(document_id) REFERENCES document (id), 
	CONSTRAINT uq_page_document_id_number UNIQUE (document_id, number)
);
INSERT INTO "page" VALUES(1,1,1,'sohoa 0.4.0','read','','birth-registration',120,160,'{"page":1,"kind":"birth-registration","kind_confidence":0.99,"rotation":0,"skew_deg":0.0,"width":120,"height":160,"print_edition":"2024","blank":false,"notes":[],"fields":[{"key":"requester.full_name","value":"TRẦN THỊ BÌNH","raw":"TRẦN THỊ BÌNH","confidence":0.995,"source":"print","box":[5,5,60,3]},{"key":"requester.birth_date","value":"05/03/1990","raw":"05/03/1990","confidence":0.995,"source":"print","box":[5,8,60,3]},{"key":"requester.residence","value":"Thôn Một, xã An Bình, tỉnh Ninh Bình","raw":"Thôn Một, xã An Bình, tỉnh Ninh Bình","confidence":0.995,"source":"print","box":[5,11,60,3]},{"key":"requester.id_document","value":"Căn cước số 001190000001","raw":"Căn cước số 001190000001","confidence":0.995,"source":"print","box":[5,14,60,3]},{"key":"requester.relation","value":"Mẹ","raw":"Mẹ","confidence":0.995,"source":"print","box":[5,17,60,3]},{"key":"child.full_name","value":"LÊ BÌNH AN","raw":"LÊ BÌNH AN","confidence":0.995,"source":"print","box":[5,20,60,3]},{"key":"child.birth_date","value":"02/11/2026","raw":"02/11/2026","confidence":0.995,"source":"print","box":[5,23,60,3]},{"key":"child.birth_date_words","value":"Ngày hai tháng mười một năm hai nghìn không trăm hai mươi sáu","raw":"Ngày hai tháng mười một năm hai nghìn không trăm hai mươi sáu","confidence":0.995,"source":"print","box":[5,26,60,3]},{"key":"child.sex","value":"Nam","raw":"Nam","confidence":0.995,"source":"print","box":[5,29,60,3]},{"key":"child.ethnicity","value":"Kinh","raw":"Kinh","confidence":0.995,"source":"print","box":[5,32,60,3]},{"key":"child.nationality","value":"Việt Nam","raw":"Việt Nam","confidence":0.995,"source":"print","box":[5,35,60,3]},{"key":"child.birth_place","value":"Bệnh viện Sản Nhi, phường Hoa Lư, tỉnh Ninh Bình","raw":"Bệnh viện Sản Nhi, phường Hoa Lư, tỉnh Ninh Bình","confidence":0.995,"source":"print","box":[5,38,60,3]},{"key":"child.hometown","value":"Xã An Bình, tỉnh Ninh Bình","raw":"Xã An Bình, tỉnh Ninh Bình","confidence":0.995,"source":"print","box":[5,41,60,3]},{"key":"mother.full_name","value":"TRẦN THỊ BÌNH","raw":"TRẦN THỊ BÌNH","confidence":0.995,"source":"print","box":[5,44,60,3]},{"key":"mother.birth_date","value":"05/03/1990","raw":"05/03/1990","confidence":0.995,"source":"print","box":[5,47,60,3]},{"key":"mother.ethnicity","value":"Kinh","raw":"Kinh","confidence":0.995,"source":"print","box":[5,50,60,3]},{"key":"mother.nationality","value":"Việt Nam","raw":"Việt Nam","confidence":0.995,"source":"print","box":[5,53,60,3]},{"key":"mother.residence","value":"Thôn Một, xã An Bình, tỉnh Ninh Bình","raw":"Thôn Một, xã An Bình, tỉnh Ninh Bình","confidence":0.995,"source":"print","box":[5,56,60,3]},{"key":"mother.id_document","value":"Căn cước số 001190000001","raw":"Căn cước số 001190000001","confidence":0.995,"source":"print","box":[5,59,60,3]},{"key":"made.place","value":"An Bình","raw":"An Bình","confidence":0.995,"source":"print","box":[5,62,60,3]},{"key":"made.date","value":"10/11/2026","raw":"10/11/2026","confidence":0.995,"source":"print","box":[5,65,60,3]},{"key":"copies.wanted","value":"Có","raw":"Có","confidence":0.995,"source":"print","box":[5,68,60,3]},{"key":"copies.count","value":"2","raw":"2","confidence":0.995,"source":"print","box":[5,71,60,3]}],"words":[["TRẦN THỊ BÌNH",0.99,0,5.0,5.0,65.0,5.0,65.0,7.5,5.0,7.5],["05/03/1990",0.99,1,5.0,8.0,65.0,8.0,65.0,10.5,5.0,10.5],["Thôn Một, xã An Bình, tỉnh Ninh Bình",0.99,2,5.0,11.0,65.0,11.0,65.0,13.5,5.0,13.5],["Căn cước số 001190000001",0.99,3,5.0,14.0,65.0,14.0,65.0,16.5,5.0,16.5],["Mẹ",0.99,4,5.0,17.0,65.0,17.0,65.0,19.5,5.0,19.5],["LÊ BÌNH AN",0.99,5,5.0,20.0,65.0,20.0,65.0,22.5,5.0,22.5],["02/11/2026",0.99,6,5.0,23.0,65.0,23.0,65.0,25.5,5.0,25.5],["Ngày hai tháng mười một năm hai nghìn không trăm hai mươi sáu",0.99,7,5.0,26.0,65.0,26.0,65.0,28.5,5.0,28.5],["Nam",0.99,8,5.0,29.0,65.0,29.0,65.0,31.5,5.0,31.5],["Kinh",0.99,9,5.0,32.0,65.0,32.0,65.0,34.5,5.0,34.5],["Việt Nam",0.99,10,5.0,35.0,65.0,35.0,65.0,37.5,5.0,37.5],["Bệnh viện Sản Nhi, phường Hoa Lư, tỉnh Ninh Bình",0.99,11,5.0,38.0,65.0,38.0,65.0,40.5,5.0,40.5],["Xã An Bình, tỉnh Ninh Bình",0.99,12,5.0,41.0,65.0,41.0,65.0,43.5,5.0,43.5],["TRẦN THỊ BÌNH",0.99,13,5.0,44.0,65.0,44.0,65.0,46.5,5.0,46.5],["05/03/1990",0.99,14,5.0,47.0,65.0,47.0,65.0,49.5,5.0,49.5],["Kinh",0.99,15,5.0,50.0,65.0,50.0,65.0,52.5,5.0,52.5],["Việt Nam",0.99,16,5.0,53.0,65.0,53.0,65.0,55.5,5.0,55.5],["Thôn Một, xã An Bình, tỉnh Ninh Bình",0.99,17,5.0,56.0,65.0,56.0,65.0,58.5,5.0,58.5],["Căn cước số 001190000001",0.99,18,5.0,59.0,65.0,59.0,65.0,61.5,5.0,61.5],["An Bình",0.99,19,5.0,62.0,65.0,62.0,65.0,64.5,5.0,64.5],["10/11/2026",0.99,20,5.0,65.0,65.0,65.0,65.0,67.5,5.0,67.5],["Có",0.99,21,5.0,68.0,65.0,68.0,65.0,70.5,5.0,70.5],["2",0.99,22,5.0,71.0,65.0,71.0,65.0,73.5,5.0,73.5]]}','2026-11-29 17:33:34.887200');
INSERT INTO "page" VALUES(2,2,1,'sohoa 0.4.0','read','','birth-notice',120,160,'{"page":1,"kind":"birth-notice","kind_confidence":0.99,"rotation":0,"skew_deg":0.0,"width":120,"height":160,"print_edition":"2024","blank":false,"notes":[],"fields":[{"key":"number","value":"00001","raw":"00001","confidence":0.995,"source":"print","box":[5,5,60,3]},{"key":"mother.full_name","value":"TRẦN THỊ BÌNH","raw":"TRẦN THỊ BÌNH","confidence":0.995,"source":"print","box":[5,8,60,3]},{"key":"mother.birth_date","value":"05/03/1990","raw":"05/03/1990","confidence":0.995,"source":"print","box":[5,11,60,3]},{"key":"mother.ethnicity","value":"Kinh","raw":"Kinh","confidence":0.995,"source":"print","box":[5,14,60,3]},{"key":"mother.residence","value":"Thôn Một, xã An Bình, tỉnh Ninh Bình","raw":"Thôn Một, xã An Bình, tỉnh Ninh Bình","confidence":0.995,"source":"print","box":[5,17,60,3]},{"key":"mother.personal_id","value":"001190000001","raw":"001190000001","confidence":0.995,"source":"print","box":[5,20,60,3]},{"key":"child.birth_date","value":"02/11/2026","raw":"02/11/2026","confidence":0.995,"source":"print","box":[5,23,60,3]},{"key":"child.birth_place","value":"Bệnh viện Sản Nhi, phường Hoa Lư, tỉnh Ninh Bình","raw":"Bệnh viện Sản Nhi, phường Hoa Lư, tỉnh Ninh Bình","confidence":0.995,"source":"print","box":[5,26,60,3]},{"key":"child.sex","value":"Nam","raw":"Nam","confidence":0.995,"source":"print","box":[5,29,60,3]},{"key":"issued_date","value":"03/11/2026","raw":"03/11/2026","confidence":0.995,"source":"print","box":[5,32,60,3]}],"words":[["00001",0.99,0,5.0,5.0,65.0,5.0,65.0,7.5,5.0,7.5],["TRẦN THỊ BÌNH",0.99,1,5.0,8.0,65.0,8.0,65.0,10.5,5.0,10.5],["05/03/1990",0.99,2,5.0,11.0,65.0,11.0,65.0,13.5,5.0,13.5],["Kinh",0.99,3,5.0,14.0,65.0,14.0,65.0,16.5,5.0,16.5],["Thôn Một, xã An Bình, tỉnh Ninh Bình",0.99,4,5.0,17.0,65.0,17.0,65.0,19.5,5.0,19.5],["001190000001",0.99,5,5.0,20.0,65.0,20.0,65.0,22.5,5.0,22.5],["02/11/2026",0.99,6,5.0,23.0,65.0,23.0,65.0,25.5,5.0,25.5],["Bệnh viện Sản Nhi, phường Hoa Lư, tỉnh Ninh Bình",0.99,7,5.0,26.0,65.0,26.0,65.0,28.5,5.0,28.5],["Nam",0.99,8,5.0,29.0,65.0,29.0,65.0,31.5,5.0,31.5],["03/11/2026",0.99,9,5.0,32.0,65.0,32.0,65.0,34.5,5.0,34.5]]}','2026-11-29 17:33:34.925036');
INSERT INTO "page" VALUES(3,3,1,'sohoa 0.4.0','read','','birth-registration',120,160,'{"page":1,"kind":"birth-registration","kind_confidence":0.99,"rotation":0,"skew_deg":0.0,"width":120,"height":160,"print_edition":"2024","blank":false,"notes":[],"fields":[{"key":"requester.full_name","value":"TRẦN THỊ CHI","raw":"TRẦN THỊ CHI","confidence":0.995,"source":"print","box":[5,5,60,3]},{"key":"requester.birth_date","value":"05/03/1990","raw":"05/03/1990","confidence":0.995,"source":"print","box":[5,8,60,3]},{"key":"requester.residence","value":"Thôn Một, xã An Bình, tỉnh Ninh Bình","raw":"Thôn Một, xã An Bình, tỉnh Ninh Bình","confidence":0.995,"source":"print","box":[5,11,60,3]},{"key":"requester.id_document","value":"Căn cước số 001190000002","raw":"Căn cước số 001190000002","confidence":0.995,"source":"print","box":[5,14,60,3]},{"key":"requester.relation","value":"Mẹ","raw":"Mẹ","confidence":0.995,"source":"print","box":[5,17,60,3]},{"key":"child.full_name","value":"LÊ CHI AN","raw":"LÊ CHI AN","confidence":0.995,"source":"print","box":[5,20,60,3]},{"key":"child.birth_date","value":"02/11/2026","raw":"02/11/2026","confidence":0.995,"source":"print","box":[5,23,60,3]},{"key":"child.birth_date_words","value":"Ngày hai tháng mười một năm hai nghìn không trăm hai mươi sáu","raw":"Ngày hai tháng mười một năm hai nghìn không trăm hai mươi sáu","confidence":0.995,"source":"print","box":[5,26,60,3]},{"key":"child.sex","value":"Nam","raw":"Nam","confidence":0.995,"source":"print","box":[5,29,60,3]},{"key":"child.ethnicity","value":"Kinh","raw":"Kinh","confidence":0.995,"source":"print","box":[5,32,60,3]},{"key":"child.nationality","value":"Việt Nam","raw":"Việt Nam","confidence":0.995,"source":"print","box":[5,35,60,3]},{"key":"child.birth_place","value":"Bệnh viện Sản Nhi, phường Hoa Lư, tỉnh Ninh Bình","raw":"Bệnh viện Sản Nhi, phường Hoa Lư, tỉnh Ninh Bình","confidence":0.995,"source":"print","box":[5,38,60,3]},{"key":"child.hometown","value":"Xã An Bình, tỉnh Ninh Bình","raw":"Xã An Bình, tỉnh Ninh Bình","confidence":0.995,"source":"print","box":[5,41,60,3]},{"key":"mother.full_name","value":"TRẦN THỊ CHI","raw":"TRẦN THỊ CHI","confidence":0.995,"source":"print","box":[5,44,60,3]},{"key":"mother.birth_date","value":"05/03/1990","raw":"05/03/1990","confidence":0.995,"source":"print","box":[5,47,60,3]},{"key":"mother.ethnicity","value":"Kinh","raw":"Kinh","confidence":0.995,"source":"print","box":[5,50,60,3]},{"key":"mother.nationality","value":"Việt Nam","raw":"Việt Nam","confidence":0.995,"source":"print","box":[5,53,60,3]},{"key":"mother.residence","value":"Thôn Một, xã An Bình, tỉnh Ninh Bình","raw":"Thôn Một, xã An Bình, tỉnh Ninh Bình","confidence":0.995,"source":"print","box":[5,56,60,3]},{"key":"mother.id_document","value":"Căn cước số 001190000002","raw":"Căn cước số 001190000002","confidence":0.995,"source":"print","box":[5,59,60,3]},{"key":"made.place","value":"An Bình","raw":"An Bình","confidence":0.995,"source":"print","box":[5,62,60,3]},{"key":"made.date","value":"10/11/2026","raw":"10/11/2026","confidence":0.995,"source":"print","box":[5,65,60,3]},{"key":"copies.wanted","value":"Có","raw":"Có","confidence":0.995,"source":"print","box":[5,68,60,3]},{"key":"copies.count","value":"2","raw":"2","confidence":0.995,"source":"print","box":[5,71,60,3]}],"words":[["TRẦN THỊ CHI",0.99,0,5.0,5.0,65.0,5.0,65.0,7.5,5.0,7.5],["05/03/1990",0.99,1,5.0,8.0,65.0,8.0,65.0,10.5,5.0,10.5],["Thôn Một, xã An Bình, tỉnh Ninh Bình",0.99,2,5.0,11.0,65.0,11.0,65.0,13.5,5.0,13.5],["Căn cước số 001190000002",0.99,3,5.0,14.0,65.0,14.0,65.0,16.5,5.0,16.5],["Mẹ",0.99,4,5.0,17.0,65.0,17.0,65.0,19.5,5.0,19.5],["LÊ CHI AN",0.99,5,5.0,20.0,65.0,20.0,65.0,22.5,5.0,22.5],["02/11/2026",0.99,6,5.0,23.0,65.0,23.0,65.0,25.5,5.0,25.5],["Ngày hai tháng mười một năm hai nghìn không trăm hai mươi sáu",0.99,7,5.0,26.0,65.0,26.0,65.0,28.5,5.0,28.5],["Nam",0.99,8,5.0,29.0,65.0,29.0,65.0,31.5,5.0,31.5],["Kinh",0.99,9,5.0,32.0,65.0,32.0,65.0,34.5,5.0,34.5],["Việt Nam",0.99,10,5.0,35.0,65.0,35.0,65.0,37.5,5.0,37.5],["Bệnh viện Sản Nhi, phường Hoa Lư, tỉnh Ninh Bình",0.99,11,5.0,38.0,65.0,38.0,65.0,40.5,5.0,40.5],["Xã An Bình, tỉnh Ninh Bình",0.99,12,5.0,41.0,65.0,41.0,65.0,43.5,5.0,43.5],["TRẦN THỊ CHI",0.99,13,5.0,44.0,65.0,44.0,65.0,46.5,5.0,46.5],["05/03/1990",0.99,14,5.0,47.0,65.0,47.0,65.0,49.5,5.0,49.5],["Kinh",0.99,15,5.0,50.0,65.0,50.0,65.0,52.5,5.0,52.5],["Việt Nam",0.99,16,5.0,53.0,65.0,53.0,65.0,55.5,5.0,55.5],["Thôn Một, xã An Bình, tỉnh Ninh Bình",0.99,17,5.0,56.0,65.0,56.0,65.0,58.5,5.0,58.5],["Căn cước số 001190000002",0.99,18,5.0,59.0,65.0,59.0,65.0,61.5,5.0,61.5],["An Bình",0.99,19,5.0,62.0,65.0,62.0,65.0,64.5,5.0,64.5],["10/11/2026",0.99,20,5.0,65.0,65.0,65.0,65.0,67.5,5.0,67.5],["Có",0.99,21,5.0,68.0,65.0,68.0,65.0,70.5,5.0,70.5],["2",0.99,22,5.0,71.0,65.0,71.0,65.0,73.5,5.0,73.5]]}','2026-11-29 17:33:34.983984');
INSERT INTO "page" VALUES(4,4,1,'sohoa 0.4.0','read','','birth-notice',120,160,'{"page":1,"kind":"birth-notice","kind_confidence":0.99,"rotation":0,"skew_deg":0.0,"width":120,"height":160,"print_edition":"2024","blank":false,"notes":[],"fields":[{"key":"number","value":"00002","raw":"00002","confidence":0.4,"source":"hand","box":[5,5,60,3]},{"key":"mother.full_name","value":"TRẦN THỊ CHI","raw":"TRẦN THỊ CHI","confidence":0.4,"source":"hand","box":[5,8,60,3]},{"key":"mother.birth_date","value":"05/03/1990","raw":"05/03/1990","confidence":0.4,"source":"hand","box":[5,11,60,3]},{"key":"mother.ethnicity","value":"Kinh","raw":"Kinh","confidence":0.4,"source":"hand","box":[5,14,60,3]},{"key":"mother.residence","value":"Thôn Một, xã An Bình, tỉnh Ninh Bình","raw":"Thôn Một, xã An Bình, tỉnh Ninh Bình","confidence":0.4,"source":"hand","box":[5,17,60,3]},{"key":"mother.personal_id","value":"001190000002","raw":"001190000002","confidence":0.4,"source":"hand","box":[5,20,60,3]},{"key":"child.birth_date","value":"02/11/2026","raw":"02/11/2026","confidence":0.4,"source":"hand","box":[5,23,60,3]},{"key":"child.birth_place","value":"Bệnh viện Sản Nhi, phường Hoa Lư, tỉnh Ninh Bình","raw":"Bệnh viện Sản Nhi, phường Hoa Lư, tỉnh Ninh Bình","confidence":0.4,"source":"hand","box":[5,26,60,3]},{"key":"child.sex","value":"Nam","raw":"Nam","confidence":0.4,"source":"hand","box":[5,29,60,3]},{"key":"issued_date","value":"03/11/2026","raw":"03/11/2026","confidence":0.4,"source":"hand","box":[5,32,60,3]}],"words":[["00002",0.99,0,5.0,5.0,65.0,5.0,65.0,7.5,5.0,7.5],["TRẦN THỊ CHI",0.99,1,5.0,8.0,65.0,8.0,65.0,10.5,5.0,10.5],["05/03/1990",0.99,2,5.0,11.0,65.0,11.0,65.0,13.5,5.0,13.5],["Kinh",0.99,3,5.0,14.0,65.0,14.0,65.0,16.5,5.0,16.5],["Thôn Một, xã An Bình, tỉnh Ninh Bình",0.99,4,5.0,17.0,65.0,17.0,65.0,19.5,5.0,19.5],["001190000002",0.99,5,5.0,20.0,65.0,20.0,65.0,22.5,5.0,22.5],["02/11/2026",0.99,6,5.0,23.0,65.0,23.0,65.0,25.5,5.0,25.5],["Bệnh viện Sản Nhi, phường Hoa Lư, tỉnh Ninh Bình",0.99,7,5.0,26.0,65.0,26.0,65.0,28.5,5.0,28.5],["Nam",0.99,8,5.0,29.0,65.0,29.0,65.0,31.5,5.0,31.5],["03/11/2026",0.99,9,5.0,32.0,65.0,32.0,65.0,34.5,5.0,34.5]]}','2026-11-29 17:33:35.006919');
INSERT INTO "page" VALUES(5,5,1,'sohoa 0.4.0','read','','birth-registration',120,160,'{"page":1,"kind":"birth-registration","kind_confidence":0.99,"rotation":0,"skew_deg":0.0,"width":120,"height":160,"print_edition":"2024","blank":false,"notes":[],"fields":[{"key":"requester.full_name","value":"TRẦN THỊ DŨNG","raw":"TRẦN THỊ DŨNG","confidence":0.995,"source":"print","box":[5,5,60,3]},{"key":"requester.birth_date","value":"05/03/1990","raw":"05/03/1990","confidence":0.995,"source":"print","box":[5,8,60,3]},{"key":"requester.residence","value":"Thôn Một, xã An Bình, tỉnh Ninh Bình","raw":"Thôn Một, xã An Bình, tỉnh Ninh Bình","confidence":0.995,"source":"print","box":[5,11,60,3]},{"key":"requester.id_document","value":"Căn cước số 001190000003","raw":"Căn cước số 001190000003","confidence":0.995,"source":"print","box":[5,14,60,3]},{"key":"requester.relation","value":"Mẹ","raw":"Mẹ","confidence":0.995,"source":"print","box":[5,17,60,3]},{"key":"child.full_name","value":"LÊ DŨNG AN","raw":"LÊ DŨNG AN","confidence":0.995,"source":"print","box":[5,20,60,3]},{"key":"child.birth_date","value":"02/11/2026","raw":"02/11/2026","confidence":0.995,"source":"print","box":[5,23,60,3]},{"key":"child.birth_date_words","value":"Ngày hai tháng mười một năm hai nghìn không trăm hai mươi sáu","raw":"Ngày hai tháng mười một năm hai nghìn không trăm hai mươi sáu","confidence":0.995,"source":"print","box":[5,26,60,3]},{"key":"child.sex","value":"Nam","raw":"Nam","confidence":0.995,"source":"print","box":[5,29,60,3]},{"key":"child.ethnicity","value":"Kinh","raw":"Kinh","confidence":0.995,"source":"print","box":[5,32,60,3]},{"key":"child.nationality","value":"Việt Nam","raw":"Việt Nam","confidence":0.995,"source":"print","box":[5,35,60,3]},{"key":"child.birth_place","value":"Bệnh viện Sản Nhi, phường Hoa Lư, tỉnh Ninh Bình","raw":"Bệnh viện Sản Nhi, phường Hoa Lư, tỉnh Ninh Bình","confidence":0.995,"source":"print","box":[5,38,60,3]},{"key":"child.hometown","value":"Xã An Bình, tỉnh Ninh Bình","raw":"Xã An Bình, tỉnh Ninh Bình","confidence":0.995,"source":"print","box":[5,41,60,3]},{"key":"mother.full_name","value":"TRẦN THỊ DŨNG","raw":"TRẦN THỊ DŨNG","confidence":0.995,"source":"print","box":[5,44,60,3]},{"key":"mother.birth_date","value":"05/03/1990","raw":"05/03/1990","confidence":0.995,"source":"print","box":[5,47,60,3]},{"key":"mother.ethnicity","value":"Kinh","raw":"Kinh","confidence":0.995,"source":"print","box":[5,50,60,3]},{"key":"mother.nationality","value":"Việt Nam","raw":"Việt Nam","confidence":0.995,"source":"print","box":[5,53,60,3]},{"key":"mother.residence","value":"Thôn Một, xã An Bình, tỉnh Ninh Bình","raw":"Thôn Một, xã An Bình, tỉnh Ninh Bình","confidence":0.995,"source":"print","box":[5,56,60,3]},{"key":"mother.id_document","value":"Căn cước số 001190000003","raw":"Căn cước số 001190000003","confidence":0.995,"source":"print","box":[5,59,60,3]},{"key":"made.place","value":"An Bình","raw":"An Bình","confidence":0.995,"source":"print","box":[5,62,60,3]},{"key":"made.date","value":"10/11/2026","raw":"10/11/2026","confidence":0.995,"source":"print","box":[5,65,60,3]},{"key":"copies.wanted","value":"Có","raw":"Có","confidence":0.995,"source":"print","box":[5,68,60,3]},{"key":"copies.count","value":"2","raw":"2","confidence":0.995,"source":"print","box":[5,71,60,3]}],"words":[["TRẦN THỊ DŨNG",0.99,0,5.0,5.0,65.0,5.0,65.0,7.5,5.0,7.5],["05/03/1990",0.99,1,5.0,8.0,65.0,8.0,65.0,10.5,5.0,10.5],["Thôn Một, xã An Bình, tỉnh Ninh Bình",0.99,2,5.0,11.0,65.0,11.0,65.0,13.5,5.0,13.5],["Căn cước số 001190000003",0.99,3,5.0,14.0,65.0,14.0,65.0,16.5,5.0,16.5],["Mẹ",0.99,4,5.0,17.0,65.0,17.0,65.0,19.5,5.0,19.5],["LÊ DŨNG AN",0.99,5,5.0,20.0,65.0,20.0,65.0,22.5,5.0,22.5],["02/11/2026",0.99,6,5.0,23.0,65.0,23.0,65.0,25.5,5.0,25.5],["Ngày hai tháng mười một năm hai nghìn không trăm hai mươi sáu",0.99,7,5.0,26.0,65.0,26.0,65.0,28.5,5.0,28.5],["Nam",0.99,8,5.0,29.0,65.0,29.0,65.0,31.5,5.0,31.5],["Kinh",0.99,9,5.0,32.0,65.0,32.0,65.0,34.5,5.0,34.5],["Việt Nam",0.99,10,5.0,35.0,65.0,35.0,65.0,37.5,5.0,37.5],["Bệnh viện Sản Nhi, phường Hoa Lư, tỉnh Ninh Bình",0.99,11,5.0,38.0,65.0,38.0,65.0,40.5,5.0,40.5],["Xã An Bình, tỉnh Ninh Bình",0.99,12,5.0,41.0,65.0,41.0,65.0,43.5,5.0,43.5],["TRẦN THỊ DŨNG",0.99,13,5.0,44.0,65.0,44.0,65.0,46.5,5.0,46.5],["05/03/1990",0.99,14,5.0,47.0,65.0,47.0,65.0,49.5,5.0,49.5],["Kinh",0.99,15,5.0,50.0,65.0,50.0,65.0,52.5,5.0,52.5],["Việt Nam",0.99,16,5.0,53.0,65.0,53.0,65.0,55.5,5.0,55.5],["Thôn Một, xã An Bình, tỉnh Ninh Bình",0.99,17,5.0,56.0,65.0,56.0,65.0,58.5,5.0,58.5],["Căn cước số 001190000003",0.99,18,5.0,59.0,65.0,59.0,65.0,61.5,5.0,61.5],["An Bình",0.99,19,5.0,62.0,65.0,62.0,65.0,64.5,5.0,64.5],["10/11/2026",0.99,20,5.0,65.0,65.0,65.0,65.0,67.5,5.0,67.5],["Có",0.99,21,5.0,68.0,65.0,68.0,65.0,70.5,5.0,70.5],["2",0.99,22,5.0,71.0,65.0,71.0,65.0,73.5,5.0,73.5]]}','2026-11-29 17:33:35.027802');
CREATE TABLE reading (
	id INTEGER NOT NULL, 
	page_id INTEGER NOT NULL, 
	"key" VARCHAR(64) NOT NULL, 
	value TEXT NOT NULL, 
	raw TEXT NOT NULL, 
	confidence DOUBLE NOT NULL, 
	source VARCHAR(16) NOT NULL, 
	x INTEGER NOT NULL, 
	y INTEGER NOT NULL, 
	w INTEGER NOT NULL, 
	h INTEGER NOT NULL, 
	CONSTRAINT pk_reading PRIMARY KEY (id), 
	CONSTRAINT fk_reading_page_id_page FOREIGN KEY(page_id) REFERENCES page (id)
);
INSERT INTO "reading" VALUES(1,1,'requester.full_name','TRẦN THỊ BÌNH','TRẦN THỊ BÌNH',0.995,'print',5,5,60,3);
INSERT INTO "reading" VALUES(2,1,'requester.birth_date','05/03/1990','05/03/1990',0.995,'print',5,8,60,3);
INSERT INTO "reading" VALUES(3,1,'requester.residence','Thôn Một, xã An Bình, tỉnh Ninh Bình','Thôn Một, xã An Bình, tỉnh Ninh Bình',0.995,'print',5,11,60,3);
INSERT INTO "reading" VALUES(4,1,'requester.id_document','Căn cước số 001190000001','Căn cước số 001190000001',0.995,'print',5,14,60,3);
INSERT INTO "reading" VALUES(5,1,'requester.relation','Mẹ','Mẹ',0.995,'print',5,17,60,3);
INSERT INTO "reading" VALUES(6,1,'child.full_name','LÊ BÌNH AN','LÊ BÌNH AN',0.995,'print',5,20,60,3);
INSERT INTO "reading" VALUES(7,1,'child.birth_date','02/11/2026','02/11/2026',0.995,'print',5,23,60,3);
INSERT INTO "reading" VALUES(8,1,'child.birth_date_words','Ngày hai tháng mười một năm hai nghìn không trăm hai mươi sáu','Ngày hai tháng mười một năm hai nghìn không trăm hai mươi sáu',0.995,'print',5,26,60,3);
INSERT INTO "reading" VALUES(9,1,'child.sex','Nam','Nam',0.995,'print',5,29,60,3);
INSERT INTO "reading" VALUES(10,1,'child.ethnicity','Kinh','Kinh',0.995,'print',5,32,60,3);
INSERT INTO "reading" VALUES(11,1,'child.nationality','Việt Nam','Việt Nam',0.995,'print',5,35,60,3);
INSERT INTO "reading" VALUES(12,1,'child.birth_place','Bệnh viện Sản Nhi, phường Hoa Lư, tỉnh Ninh Bình','Bệnh viện Sản Nhi, phường Hoa Lư, tỉnh Ninh Bình',0.995,'print',5,38,60,3);
INSERT INTO "reading" VALUES(13,1,'child.hometown','Xã An Bình, tỉnh Ninh Bình','Xã An Bình, tỉnh Ninh Bình',0.995,'print',5,41,60,3);
INSERT INTO "reading" VALUES(14,1,'mother.full_name','TRẦN THỊ BÌNH','TRẦN THỊ BÌNH',0.995,'print',5,44,60,3);
INSERT INTO "reading" VALUES(15,1,'mother.birth_date','05/03/1990','05/03/1990',0.995,'print',5,47,60,3);
INSERT INTO "reading" VALUES(16,1,'mother.ethnicity','Kinh','Kinh',0.995,'print',5,50,60,3);
INSERT INTO "reading" VALUES(17,1,'mother.nationality','Việt Nam','Việt Nam',0.995,'print',5,53,60,3);
INSERT INTO "reading" VALUES(18,1,'mother.residence','Thôn Một, xã An Bình, tỉnh Ninh Bình','Thôn Một, xã An Bình, tỉnh Ninh Bình',0.995,'print',5,56,60,3);
INSERT INTO "reading" VALUES(19,1,'mother.id_document','Căn cước số 001190000001','Căn cước số 001190000001',0.995,'print',5,59,60,3);
INSERT INTO "reading" VALUES(20,1,'made.place','An Bình','An Bình',0.995,'print',5,62,60,3);
INSERT INTO "reading" VALUES(21,1,'made.date','10/11/2026','10/11/2026',0.995,'print',5,65,60,3);
INSERT INTO "reading" VALUES(22,1,'copies.wanted','Có','Có',0.995,'print',5,68,60,3);
INSERT INTO "reading" VALUES(23,1,'copies.count','2','2',0.995,'print',5,71,60,3);
INSERT INTO "reading" VALUES(24,2,'number','00001','00001',0.995,'print',5,5,60,3);
INSERT INTO "reading" VALUES(25,2,'mother.full_name','TRẦN THỊ BÌNH','TRẦN THỊ BÌNH',0.995,'print',5,8,60,3);
INSERT INTO "reading" VALUES(26,2,'mother.birth_date','05/03/1990','05/03/1990',0.995,'print',5,11,60,3);
INSERT INTO "reading" VALUES(27,2,'mother.ethnicity','Kinh','Kinh',0.995,'print',5,14,60,3);
INSERT INTO "reading" VALUES(28,2,'mother.residence','Thôn Một, xã An Bình, tỉnh Ninh Bình','Thôn Một, xã An Bình, tỉnh Ninh Bình',0.995,'print',5,17,60,3);
INSERT INTO "reading" VALUES(29,2,'mother.personal_id','001190000001','001190000001',0.995,'print',5,20,60,3);
INSERT INTO "reading" VALUES(30,2,'child.birth_date','02/11/2026','02/11/2026',0.995,'print',5,23,60,3);
INSERT INTO "reading" VALUES(31,2,'child.birth_place','Bệnh viện Sản Nhi, phường Hoa Lư, tỉnh Ninh Bình','Bệnh viện Sản Nhi, phường Hoa Lư, tỉnh Ninh Bình',0.995,'print',5,26,60,3);
INSERT INTO "reading" VALUES(32,2,'child.sex','Nam','Nam',0.995,'print',5,29,60,3);
INSERT INTO "reading" VALUES(33,2,'issued_date','03/11/2026','03/11/2026',0.995,'print',5,32,60,3);
INSERT INTO "reading" VALUES(34,3,'requester.full_name','TRẦN THỊ CHI','TRẦN THỊ CHI',0.995,'print',5,5,60,3);
INSERT INTO "reading" VALUES(35,3,'requester.birth_date','05/03/1990','05/03/1990',0.995,'print',5,8,60,3);
INSERT INTO "reading" VALUES(36,3,'requester.residence','Thôn Một, xã An Bình, tỉnh Ninh Bình','Thôn Một, xã An Bình, tỉnh Ninh Bình',0.995,'print',5,11,60,3);
INSERT INTO "reading" VALUES(37,3,'requester.id_document','Căn cước số 001190000002','Căn cước số 001190000002',0.995,'print',5,14,60,3);
INSERT INTO "reading" VALUES(38,3,'requester.relation','Mẹ','Mẹ',0.995,'print',5,17,60,3);
INSERT INTO "reading" VALUES(39,3,'child.full_name','LÊ CHI AN','LÊ CHI AN',0.995,'print',5,20,60,3);
INSERT INTO "reading" VALUES(40,3,'child.birth_date','02/11/2026','02/11/2026',0.995,'print',5,23,60,3);
INSERT INTO "reading" VALUES(41,3,'child.birth_date_words','Ngày hai tháng mười một năm hai nghìn không trăm hai mươi sáu','Ngày hai tháng mười một năm hai nghìn không trăm hai mươi sáu',0.995,'print',5,26,60,3);
INSERT INTO "reading" VALUES(42,3,'child.sex','Nam','Nam',0.995,'print',5,29,60,3);
INSERT INTO "reading" VALUES(43,3,'child.ethnicity','Kinh','Kinh',0.995,'print',5,32,60,3);
INSERT INTO "reading" VALUES(44,3,'child.nationality','Việt Nam','Việt Nam',0.995,'print',5,35,60,3);
INSERT INTO "reading" VALUES(45,3,'child.birth_place','Bệnh viện Sản Nhi, phường Hoa Lư, tỉnh Ninh Bình','Bệnh viện Sản Nhi, phường Hoa Lư, tỉnh Ninh Bình',0.995,'print',5,38,60,3);
INSERT INTO "reading" VALUES(46,3,'child.hometown','Xã An Bình, tỉnh Ninh Bình','Xã An Bình, tỉnh Ninh Bình',0.995,'print',5,41,60,3);
INSERT INTO "reading" VALUES(47,3,'mother.full_name','TRẦN THỊ CHI','TRẦN THỊ CHI',0.995,'print',5,44,60,3);
INSERT INTO "reading" VALUES(48,3,'mother.birth_date','05/03/1990','05/03/1990',0.995,'print',5,47,60,3);
INSERT INTO "reading" VALUES(49,3,'mother.ethnicity','Kinh','Kinh',0.995,'print',5,50,60,3);
INSERT INTO "reading" VALUES(50,3,'mother.nationality','Việt Nam','Việt Nam',0.995,'print',5,53,60,3);
INSERT INTO "reading" VALUES(51,3,'mother.residence','Thôn Một, xã An Bình, tỉnh Ninh Bình','Thôn Một, xã An Bình, tỉnh Ninh Bình',0.995,'print',5,56,60,3);
INSERT INTO "reading" VALUES(52,3,'mother.id_document','Căn cước số 001190000002','Căn cước số 001190000002',0.995,'print',5,59,60,3);
INSERT INTO "reading" VALUES(53,3,'made.place','An Bình','An Bình',0.995,'print',5,62,60,3);
INSERT INTO "reading" VALUES(54,3,'made.date','10/11/2026','10/11/2026',0.995,'print',5,65,60,3);
INSERT INTO "reading" VALUES(55,3,'copies.wanted','Có','Có',0.995,'print',5,68,60,3);
INSERT INTO "reading" VALUES(56,3,'copies.count','2','2',0.995,'print',5,71,60,3);
INSERT INTO "reading" VALUES(57,4,'number','00002','00002',0.4,'hand',5,5,60,3);
INSERT INTO "reading" VALUES(58,4,'mother.full_name','TRẦN THỊ CHI','TRẦN THỊ CHI',0.4,'hand',5,8,60,3);
INSERT INTO "reading" VALUES(59,4,'mother.birth_date','05/03/1990','05/03/1990',0.4,'hand',5,11,60,3);
INSERT INTO "reading" VALUES(60,4,'mother.ethnicity','Kinh','Kinh',0.4,'hand',5,14,60,3);
INSERT INTO "reading" VALUES(61,4,'mother.residence','Thôn Một, xã An Bình, tỉnh Ninh Bình','Thôn Một, xã An Bình, tỉnh Ninh Bình',0.4,'hand',5,17,60,3);
INSERT INTO "reading" VALUES(62,4,'mother.personal_id','001190000002','001190000002',0.4,'hand',5,20,60,3);
INSERT INTO "reading" VALUES(63,4,'child.birth_date','02/11/2026','02/11/2026',0.4,'hand',5,23,60,3);
INSERT INTO "reading" VALUES(64,4,'child.birth_place','Bệnh viện Sản Nhi, phường Hoa Lư, tỉnh Ninh Bình','Bệnh viện Sản Nhi, phường Hoa Lư, tỉnh Ninh Bình',0.4,'hand',5,26,60,3);
INSERT INTO "reading" VALUES(65,4,'child.sex','Nam','Nam',0.4,'hand',5,29,60,3);
INSERT INTO "reading" VALUES(66,4,'issued_date','03/11/2026','03/11/2026',0.4,'hand',5,32,60,3);
INSERT INTO "reading" VALUES(67,5,'requester.full_name','TRẦN THỊ DŨNG','TRẦN THỊ DŨNG',0.995,'print',5,5,60,3);
INSERT INTO "reading" VALUES(68,5,'requester.birth_date','05/03/1990','05/03/1990',0.995,'print',5,8,60,3);
INSERT INTO "reading" VALUES(69,5,'requester.residence','Thôn Một, xã An Bình, tỉnh Ninh Bình','Thôn Một, xã An Bình, tỉnh Ninh Bình',0.995,'print',5,11,60,3);
INSERT INTO "reading" VALUES(70,5,'requester.id_document','Căn cước số 001190000003','Căn cước số 001190000003',0.995,'print',5,14,60,3);
INSERT INTO "reading" VALUES(71,5,'requester.relation','Mẹ','Mẹ',0.995,'print',5,17,60,3);
INSERT INTO "reading" VALUES(72,5,'child.full_name','LÊ DŨNG AN','LÊ DŨNG AN',0.995,'print',5,20,60,3);
INSERT INTO "reading" VALUES(73,5,'child.birth_date','02/11/2026','02/11/2026',0.995,'print',5,23,60,3);
INSERT INTO "reading" VALUES(74,5,'child.birth_date_words','Ngày hai tháng mười một năm hai nghìn không trăm hai mươi sáu','Ngày hai tháng mười một năm hai nghìn không trăm hai mươi sáu',0.995,'print',5,26,60,3);
INSERT INTO "reading" VALUES(75,5,'child.sex','Nam','Nam',0.995,'print',5,29,60,3);
INSERT INTO "reading" VALUES(76,5,'child.ethnicity','Kinh','Kinh',0.995,'print',5,32,60,3);
INSERT INTO "reading" VALUES(77,5,'child.nationality','Việt Nam','Việt Nam',0.995,'print',5,35,60,3);
INSERT INTO "reading" VALUES(78,5,'child.birth_place','Bệnh viện Sản Nhi, phường Hoa Lư, tỉnh Ninh Bình','Bệnh viện Sản Nhi, phường Hoa Lư, tỉnh Ninh Bình',0.995,'print',5,38,60,3);
INSERT INTO "reading" VALUES(79,5,'child.hometown','Xã An Bình, tỉnh Ninh Bình','Xã An Bình, tỉnh Ninh Bình',0.995,'print',5,41,60,3);
INSERT INTO "reading" VALUES(80,5,'mother.full_name','TRẦN THỊ DŨNG','TRẦN THỊ DŨNG',0.995,'print',5,44,60,3);
INSERT INTO "reading" VALUES(81,5,'mother.birth_date','05/03/1990','05/03/1990',0.995,'print',5,47,60,3);
INSERT INTO "reading" VALUES(82,5,'mother.ethnicity','Kinh','Kinh',0.995,'print',5,50,60,3);
INSERT INTO "reading" VALUES(83,5,'mother.nationality','Việt Nam','Việt Nam',0.995,'print',5,53,60,3);
INSERT INTO "reading" VALUES(84,5,'mother.residence','Thôn Một, xã An Bình, tỉnh Ninh Bình','Thôn Một, xã An Bình, tỉnh Ninh Bình',0.995,'print',5,56,60,3);
INSERT INTO "reading" VALUES(85,5,'mother.id_document','Căn cước số 001190000003','Căn cước số 001190000003',0.995,'print',5,59,60,3);
INSERT INTO "reading" VALUES(86,5,'made.place','An Bình','An Bình',0.995,'print',5,62,60,3);
INSERT INTO "reading" VALUES(87,5,'made.date','10/11/2026','10/11/2026',0.995,'print',5,65,60,3);
INSERT INTO "reading" VALUES(88,5,'copies.wanted','Có','Có',0.995,'print',5,68,60,3);
INSERT INTO "reading" VALUES(89,5,'copies.count','2','2',0.995,'print',5,71,60,3);
CREATE TABLE run (
	id INTEGER NOT NULL, 
	folder TEXT NOT NULL, 
	who TEXT NOT NULL, 
	started_at DATETIME NOT NULL, 
	ended_at DATETIME, 
	pages_read INTEGER NOT NULL, 
	CONSTRAINT pk_run PRIMARY KEY (id)
);
INSERT INTO "run" VALUES(1,'/quet/2026-11-29','t','2026-11-29 17:33:25.465913','2026-11-29 17:33:38.728868',5);
CREATE TABLE run_dossier (
	run_id INTEGER NOT NULL, 
	dossier_id VARCHAR(16) NOT NULL, 
	trouble VARCHAR(64) NOT NULL, 
	CONSTRAINT pk_run_dossier PRIMARY KEY (run_id, dossier_id), 
	CONSTRAINT fk_run_dossier_run_id_run FOREIGN KEY(run_id) REFERENCES run (id), 
	CONSTRAINT fk_run_dossier_dossier_id_dossier FOREIGN KEY(dossier_id) REFERENCES dossier (id)
);
INSERT INTO "run_dossier" VALUES(1,'261130-2233','');
INSERT INTO "run_dossier" VALUES(1,'261130-224D','');
INSERT INTO "run_dossier" VALUES(1,'261130-225R','');
CREATE TABLE slip (
	id INTEGER NOT NULL, 
	dossier_id VARCHAR(16) NOT NULL, 
	kind VARCHAR(16) NOT NULL, 
	unit VARCHAR(64) NOT NULL, 
	year INTEGER NOT NULL, 
	number INTEGER NOT NULL, 
	sign VARCHAR(64) NOT NULL, 
	edition VARCHAR(16) NOT NULL, 
	content JSON NOT NULL, 
	wish VARCHAR(64) NOT NULL, 
	issued_at DATETIME NOT NULL, 
	issued_by TEXT NOT NULL, 
	CONSTRAINT pk_slip PRIMARY KEY (id), 
	CONSTRAINT fk_slip_dossier_id_dossier FOREIGN KEY(dossier_id) REFERENCES dossier (id), 
	CONSTRAINT uq_slip_unit_kind_year_number UNIQUE (unit, kind, year, number)
);
INSERT INTO "slip" VALUES(1,'261130-224D','receipt','G09.20',2026,1,'01/TNHS','2025-09','{"places":{"requester":"TRẦN THỊ CHI","address":"Thôn Một, xã An Bình, tỉnh Ninh Bình","phone":"","email":"","dossier":"261130-224D","code":"261130-224D","procedure":"Đăng ký khai sinh","received":"00 giờ 33 phút, ngày 30 tháng 11 năm 2026","term":"trong ngày làm việc; nhận sau 15 giờ thì trả trong ngày làm việc tiếp theo","due":"ngày 30 tháng 11 năm 2026","fees":"Đăng ký khai sinh đúng hạn: Không thu; Đăng ký khai sinh quá hạn: theo nghị quyết của Hội đồng nhân dân cấp tỉnh; Bản sao trích lục (mỗi bản): 8.000 đồng","clerk":"lan","office":"Ủy ban nhân dân xã Ví Dụ","counter":"Bộ phận Một cửa","contact":"Bộ phận Một cửa","number":"01/TNHS","today":"Ví Dụ, ngày 30 tháng 11 năm 2026"},"items":[],"tables":{"papers":[["1","Tờ khai đăng ký khai sinh","","01"],["2","Giấy chứng sinh","","01"]]},"office":["ỦY BAN NHÂN DÂN XÃ VÍ DỤ","BỘ PHẬN MỘT CỬA"]}','75fd36a367bf5938367f1b006ada107704e135dd274afc70467fc15f02c25683','2026-11-29 17:33:39.112624','lan');
CREATE INDEX ix_dossier_folder ON dossier (folder);
CREATE INDEX ix_dossier_official_number ON dossier (official_number);
CREATE INDEX ix_dossier_received_at ON dossier (received_at);
CREATE INDEX ix_dossier_state ON dossier (state);
CREATE INDEX ix_document_dossier_id ON document (dossier_id);
CREATE INDEX ix_document_sha256 ON document (sha256);
CREATE INDEX ix_event_dossier_id_id ON event (dossier_id, id);
CREATE INDEX ix_event_what ON event (what);
CREATE INDEX ix_finding_dossier_id ON finding (dossier_id);
CREATE INDEX ix_package_dossier_id ON package (dossier_id);
CREATE INDEX ix_component_package_id ON component (package_id);
CREATE INDEX ix_form_value_dossier_id ON form_value (dossier_id);
CREATE INDEX ix_page_document_id ON page (document_id);
CREATE INDEX ix_reading_page_id ON reading (page_id);
CREATE INDEX ix_outbox_state_next_at ON outbox (state, next_at);
CREATE INDEX ix_slip_dossier_id ON slip (dossier_id);
CREATE INDEX ix_mail_state_next_at ON mail (state, next_at);
COMMIT;
