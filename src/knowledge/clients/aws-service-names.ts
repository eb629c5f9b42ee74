/**
 * The names of the aggregated classes of AWS SDK v3 (`new S3()`, beside the bare-bones `new S3Client()`).
 *
 * The packages export hundreds of error classes whose names have no common ending (`NoSuchKey`, `AccessDenied`), so
 * the classes have to be listed. The name is the service's `serviceId` without spaces; the ids are those of the API
 * models in aws-sdk 2.1693.0, and those of newer packages are the classes they export.
 */
export const awsServiceNames: readonly string[] = `
  ACM ACMPCA APIGateway ARCZonalShift AccessAnalyzer Account Amp Amplify AmplifyBackend AmplifyUIBuilder
  ApiGatewayManagementApi ApiGatewayV2 AppConfig AppConfigData AppFabric AppIntegrations AppMesh AppRunner
  AppStream AppSync AppTest Appflow ApplicationAutoScaling ApplicationCostProfiler
  ApplicationDiscoveryService ApplicationInsights ApplicationSignals Artifact Athena AuditManager
  AutoScaling AutoScalingPlans B2bi BCMDataExports Backup BackupGateway Batch Bedrock BedrockAgent
  BedrockAgentCore BedrockAgentCoreControl BedrockAgentRuntime BedrockDataAutomationRuntime BedrockRuntime
  Billingconductor Braket Budgets Chatbot Chime ChimeSDKIdentity ChimeSDKMediaPipelines ChimeSDKMeetings
  ChimeSDKMessaging ChimeSDKVoice CleanRooms CleanRoomsML Cloud9 CloudControl CloudDirectory CloudFormation
  CloudFront CloudFrontKeyValueStore CloudHSM CloudHSMV2 CloudSearch CloudSearchDomain CloudTrail
  CloudTrailData CloudWatch CloudWatchEvents CloudWatchLogs CodeBuild CodeCatalyst CodeCommit
  CodeConnections CodeDeploy CodeGuruProfiler CodeGuruReviewer CodeGuruSecurity CodePipeline
  CodeStarConnections Codeartifact CodestarNotifications CognitoIdentity CognitoIdentityProvider CognitoSync
  Comprehend ComprehendMedical ComputeOptimizer ConfigService Connect ConnectCampaigns ConnectCases
  ConnectContactLens ConnectParticipant ControlCatalog ControlTower CostAndUsageReportService CostExplorer
  CostOptimizationHub CustomerProfiles DAX DLM DSQL DataBrew DataExchange DataPipeline DataSync DataZone
  DatabaseMigrationService Deadline Detective DevOpsGuru DeviceFarm DirectConnect DirectoryService DocDB
  DocDBElastic Drs DynamoDB DynamoDBStreams EBS EC2 EC2InstanceConnect ECR ECRPUBLIC ECS EFS EKS EKSAuth EMR
  EMRContainers EMRServerless ElastiCache ElasticBeanstalk ElasticInference ElasticLoadBalancing
  ElasticLoadBalancingV2 ElasticTranscoder ElasticsearchService EntityResolution EventBridge Evidently FMS
  FSx Finspace FinspaceData Firehose Fis Forecast Forecastquery FraudDetector FreeTier GameLift GeoMaps
  GeoPlaces GeoRoutes Glacier GlobalAccelerator Glue Grafana Greengrass GreengrassV2 GroundStation GuardDuty
  Health HealthLake IAM IVSRealTime Identitystore Imagebuilder ImportExport Inspector Inspector2
  InspectorScan InternetMonitor IoT IoT1ClickDevicesService IoT1ClickProjects IoTAnalytics IoTDataPlane
  IoTEvents IoTEventsData IoTFleetHub IoTFleetWise IoTJobsDataPlane IoTSecureTunneling IoTSiteWise
  IoTThingsGraph IoTTwinMaker IoTWireless IotDeviceAdvisor Ivs Ivschat KMS Kafka KafkaConnect Kendra
  KendraRanking Keyspaces Kinesis KinesisAnalytics KinesisAnalyticsV2 KinesisVideo KinesisVideoArchivedMedia
  KinesisVideoMedia KinesisVideoSignaling KinesisVideoWebRTCStorage LakeFormation Lambda LaunchWizard
  LexModelBuildingService LexModelsV2 LexRuntimeService LexRuntimeV2 LicenseManager
  LicenseManagerLinuxSubscriptions LicenseManagerUserSubscriptions Lightsail Location LookoutEquipment
  LookoutMetrics LookoutVision M2 MTurk MWAA MachineLearning Macie2 MailManager ManagedBlockchain
  ManagedBlockchainQuery MarketplaceAgreement MarketplaceCatalog MarketplaceCommerceAnalytics
  MarketplaceDeployment MarketplaceEntitlementService MarketplaceMetering MediaConnect MediaConvert
  MediaLive MediaPackage MediaPackageV2 MediaPackageVod MediaStore MediaStoreData MediaTailor MedicalImaging
  MemoryDB Mgn MigrationHub MigrationHubConfig MigrationHubOrchestrator MigrationHubRefactorSpaces
  MigrationHubStrategy MobileAnalytics Mq Neptune NeptuneGraph Neptunedata NetworkFirewall NetworkManager
  NetworkMonitor Nimble OAM OSIS Omics OpenSearch OpenSearchServerless OpsWorks OpsWorksCM Organizations
  Outposts PCS PI Panorama PaymentCryptography PaymentCryptographyData PcaConnectorAd PcaConnectorScep
  Personalize PersonalizeEvents PersonalizeRuntime Pinpoint PinpointEmail PinpointSMSVoice
  PinpointSMSVoiceV2 Pipes Polly Pricing PrivateNetworks Proton QApps QBusiness QConnect QLDB QLDBSession
  QuickSight RAM RDS RDSData RUM Rbin Redshift RedshiftData RedshiftServerless Rekognition Repostspace
  Resiliencehub ResourceExplorer2 ResourceGroups ResourceGroupsTaggingAPI RoboMaker RolesAnywhere Route53
  Route53Domains Route53Profiles Route53RecoveryCluster Route53RecoveryControlConfig
  Route53RecoveryReadiness Route53Resolver S3 S3Control S3Outposts S3Tables S3Vectors SES SESv2 SFN SMS SNS
  SQS SSM SSMContacts SSMIncidents SSMQuickSetup SSO SSOAdmin SSOOIDC STS SWF SageMaker SageMakerA2IRuntime
  SageMakerFeatureStoreRuntime SageMakerGeospatial SageMakerMetrics SageMakerRuntime SagemakerEdge
  Savingsplans Scheduler Schemas SecretsManager SecurityHub SecurityLake ServerlessApplicationRepository
  ServiceCatalog ServiceCatalogAppRegistry ServiceDiscovery ServiceQuotas Shield Signer SimSpaceWeaver
  SimpleDB SnowDeviceManagement Snowball SocialMessaging SsmSap StorageGateway SupplyChain Support
  SupportApp Synthetics TaxSettings Textract TimestreamInfluxDB TimestreamQuery TimestreamWrite Tnb
  Transcribe TranscribeStreaming Transfer Translate TrustedAdvisor VPCLattice VerifiedPermissions VoiceID
  WAF WAFRegional WAFV2 WellArchitected Wisdom WorkDocs WorkLink WorkMail WorkMailMessageFlow WorkSpaces
  WorkSpacesThinClient WorkSpacesWeb XRay
`
  .trim()
  .split(/\s+/);
